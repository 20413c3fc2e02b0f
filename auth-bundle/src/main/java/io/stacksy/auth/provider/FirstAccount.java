package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The account of the administrator, made where there is none at all. */
final class FirstAccount {
    static final String USERNAME = "admin";
    private static final Logger log = LoggerFactory.getLogger(FirstAccount.class);

    private final Accounts accounts;
    private final Passwords passwords;
    private final Secrets secrets;
    private final InstantSource clock;

    FirstAccount(Accounts accounts, Passwords passwords, Secrets secrets, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Makes it, unless there is an account. Of several nodes that start at once, one does.
     *
     * @param configured its password; empty where one is to be made up
     * @param file where a made-up password is left before the account is, so that a crash between loses nothing
     */
    void ensure(String configured, SecretFile file) {
        if (!accounts.isEmpty()) {
            return;
        }
        String password = configured.isEmpty() ? left(file).orElseGet(() -> leave(file)) : configured;
        Account account = new Account(secrets.id(), USERNAME, Set.of(Role.ADMIN), true, clock.instant());
        if (accounts.addFirst(new Credentials(account, passwords.hash(password)))) {
            log.info("account {} created", USERNAME);
        } else if (configured.isEmpty()) {
            file.delete(); // another node's account has another password
        }
    }

    private static Optional<String> left(SecretFile file) {
        return file.read().map(content -> new String(content, UTF_8).strip()).filter(password -> !password.isEmpty());
    }

    private String leave(SecretFile file) {
        String password = secrets.password();
        file.delete(); // there may be an empty one
        if (!file.create((password + "\n").getBytes(UTF_8))) {
            throw new IllegalStateException(file.path() + " was written by another process; start again");
        }
        return password;
    }
}
