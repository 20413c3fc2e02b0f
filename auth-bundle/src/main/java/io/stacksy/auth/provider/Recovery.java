package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back in for whoever has lost the administrator's password: a file in the data folder, which only who owns the
 * node can write, with the new one. It is looked for again and again, obeyed once, and deleted. To be used by one thread.
 */
final class Recovery implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;

    Recovery(
            Path file,
            Accounts accounts,
            Passwords passwords,
            PasswordRules rules,
            CurrentStanding standing,
            Secrets secrets,
            InstantSource clock) {
        this.file = file;
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.standing = standing;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Gives the administrator the password in the file, if there is one. */
    @Override
    public void run() {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            if (isTrustworthy()) {
                recover(Files.readString(file, UTF_8).strip());
            } else {
                log.error("{} is not a file that its owner alone can read and write: deleted, and not obeyed", file);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the new password of the administrator from " + file, e);
        }
    }

    private boolean isTrustworthy() throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Path folder = file.toAbsolutePath().getParent();
        return attributes.isRegularFile()
                && OWNERS.containsAll(attributes.permissions())
                && folder != null
                && attributes.owner().equals(Files.getOwner(folder));
    }

    private void recover(String password) {
        try {
            rules.check("password", password, FirstAccount.USERNAME);
        } catch (ToolException e) {
            log.error("{} has no acceptable password in it: deleted, and not obeyed: {}", file, e.getMessage());
            return;
        }
        Account admin = new Account(secrets.id(), FirstAccount.USERNAME, Set.of(Role.ADMIN), true, clock.instant());
        accounts.recover(new Credentials(admin, passwords.hash(password)), Actor.node("admin reset"));
        standing.takeEffect();
        log.info("the account {} has another password, by a file in the data folder", FirstAccount.USERNAME);
    }
}
