package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.ToolException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Accounts as an administrator changes them: what may be written, and that it takes effect at once. Thread-safe. */
final class Users {
    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;

    Users(
            Accounts accounts,
            Passwords passwords,
            PasswordRules rules,
            CurrentStanding standing,
            Secrets secrets,
            InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.rules = rules;
        this.standing = standing;
        this.secrets = secrets;
        this.clock = clock;
    }

    Account add(String username, String password, Set<String> roles, Actor actor) {
        Username name = Username.of(username).orElseThrow(() -> ToolException.invalid("username", Username.RULE));
        checkPassword(password, name);
        checkRoles(roles);
        Account account = new Account(secrets.id(), name.value(), roles, true, clock.instant());
        if (!accounts.add(new Credentials(account, passwords.hash(password)), actor)) {
            throw ToolException.conflict("there is a user " + name + " already; choose another name");
        }
        return account;
    }

    List<Account> list(int limit, String after) {
        return accounts.list(limit, after);
    }

    Account find(UUID id) {
        return accounts.find(id).orElseThrow(Users::notFound);
    }

    Account change(UUID id, AccountChange change, Actor actor) {
        change.roles().ifPresent(this::checkRoles);
        return done(accounts.change(id, change, actor));
    }

    void remove(UUID id, Actor actor) {
        done(accounts.remove(id, actor));
    }

    static ToolException notFound() {
        return ToolException.notFound("there is no such user");
    }

    private Account done(Accounts.Outcome outcome) {
        if (outcome instanceof Accounts.Outcome.Done done) {
            standing.takeEffect();
            return done.account();
        }
        if (outcome instanceof Accounts.Outcome.LastAdmin) {
            throw ToolException.conflict("this is the last administrator; make another one first");
        }
        throw notFound();
    }

    private void checkPassword(String password, Username name) {
        rules.check("password", password, name.value());
    }

    private void checkRoles(Set<String> roles) {
        Set<String> known = new TreeSet<>(standing.roles().keySet());
        if (!known.containsAll(roles)) {
            throw ToolException.invalid("roles", "must be of " + String.join(", ", known));
        }
    }
}
