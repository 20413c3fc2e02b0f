package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.time.InstantSource;
import java.util.Set;

/** Accounts that people make for themselves, where the node lets them. Thread-safe. */
final class Registration {
    private static final Set<String> ROLES = Set.of("user");

    private final boolean open;
    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final Secrets secrets;
    private final InstantSource clock;

    Registration(
            boolean open,
            Accounts accounts,
            Passwords passwords,
            PasswordRules rules,
            Secrets secrets,
            InstantSource clock) {
        this.open = open;
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * Makes an account with the role {@code user}.
     *
     * @throws ToolException if registration is closed, the name is taken, or one of the two is not acceptable
     */
    Account register(String username, String password, String address) {
        if (!open) {
            throw ToolException.of(Problem.of(
                    403, "Forbidden", "registration is closed on this node; ask an administrator for an account"));
        }
        Username name = Username.of(username).orElseThrow(() -> ToolException.invalid("username", Username.RULE));
        rules.check("password", password, name.value());
        Account account = new Account(secrets.id(), name.value(), ROLES, true, clock.instant());
        if (!accounts.add(new Credentials(account, passwords.hash(password)), new Actor("anonymous", address))) {
            throw ToolException.conflict("the name " + name + " is taken; choose another one");
        }
        return account;
    }
}
