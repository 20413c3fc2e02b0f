package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.tool.ToolException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Accounts as an administrator changes them: what may be written, and that it takes effect at once. Thread-safe. */
final class Users {
    private final Accounts accounts;
    private final Roles roles;
    private final Passwords passwords;
    private final PasswordRules rules;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;

    Users(
            Accounts accounts,
            Roles roles,
            Passwords passwords,
            PasswordRules rules,
            CurrentStanding standing,
            Secrets secrets,
            InstantSource clock) {
        this.accounts = accounts;
        this.roles = roles;
        this.passwords = passwords;
        this.rules = rules;
        this.standing = standing;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Adds the account of a person. */
    Account add(String username, String password, Set<String> roles, Grantor grantor) {
        Username name = name(username);
        checkPassword(password, name);
        mayGive(roles, grantor);
        Account account = account(name, roles, AccountKind.PERSON);
        return added(new Credentials(account, passwords.hash(password)), grantor);
    }

    /** Adds the account of a program, without a password. */
    Account addService(String username, Set<String> roles, Grantor grantor) {
        Username name = name(username);
        mayGive(roles, grantor);
        return added(Credentials.none(account(name, roles, AccountKind.SERVICE)), grantor);
    }

    List<Account> list(int limit, String after) {
        return accounts.list(limit, after);
    }

    Account find(UUID id) {
        return accounts.find(id).orElseThrow(Users::notFound);
    }

    Optional<Account> find(String username) {
        return Username.of(username).flatMap(accounts::find);
    }

    /**
     * Changes an account.
     *
     * @param password the new one; empty to keep the one that it has
     */
    Account change(
            UUID id,
            Optional<Boolean> enabled,
            Optional<Set<String>> roles,
            Optional<String> password,
            Grantor grantor) {
        Account account = administered(id, grantor);
        roles.ifPresent(given -> mayGive(given, grantor));
        Optional<String> hash = password.map(given -> newHash(given, account));
        return done(accounts.change(id, new AccountChange(enabled, roles, hash), grantor.actor()));
    }

    void remove(UUID id, Grantor grantor) {
        administered(id, grantor);
        done(accounts.remove(id, grantor.actor()));
    }

    /** The account, if {@code grantor} may administer it: has every permission that it has. */
    Account administered(UUID id, Grantor grantor) {
        Account account = find(id);
        grantor.mustHave(permissions(account.roles(), known()), "this account");
        return account;
    }

    static ToolException notFound() {
        return ToolException.notFound("there is no such user");
    }

    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    private static Username name(String username) {
        return Username.of(username).orElseThrow(() -> ToolException.invalid("username", Username.RULE));
    }

    private Account account(Username name, Set<String> roles, AccountKind kind) {
        return new Account(secrets.id(), name.value(), roles, true, clock.instant(), kind);
    }

    private Account added(Credentials credentials, Grantor grantor) {
        Account account = credentials.account();
        if (!accounts.add(credentials, grantor.actor())) {
            throw ToolException.conflict("there is a user " + account.username() + " already; choose another name");
        }
        return account;
    }

    private String newHash(String password, Account account) {
        if (account.kind() == AccountKind.SERVICE) {
            throw ToolException.invalid("password", "is not for a service account; it has API keys");
        }
        checkPassword(password, new Username(account.username()));
        return passwords.hash(password);
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

    private void mayGive(Set<String> given, Grantor grantor) {
        Map<String, Role> known = known();
        if (!known.keySet().containsAll(given)) {
            throw ToolException.invalid("roles", "must be of " + String.join(", ", new TreeSet<>(known.keySet())));
        }
        grantor.mustHave(permissions(given, known), "that account");
    }

    /** From the database: another node may have made a role just now. */
    private Map<String, Role> known() {
        Map<String, Role> known = new TreeMap<>();
        roles.all().forEach(held -> known.put(held.role().name(), held.role()));
        return known;
    }

    private static Set<Permission> permissions(Collection<String> names, Map<String, Role> known) {
        Set<Permission> permissions = new HashSet<>();
        for (String name : names) {
            Role role = known.get(name);
            if (role != null) {
                permissions.addAll(role.permissions());
            }
        }
        return permissions;
    }
}
