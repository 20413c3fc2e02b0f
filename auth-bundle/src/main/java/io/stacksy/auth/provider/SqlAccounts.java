package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts in the platform's schema. */
final class SqlAccounts implements Accounts {
    private static final String SELECT =
            """
            SELECT id, username, password_hash, enabled, created_at,
                   ARRAY(SELECT role FROM account_roles WHERE account = accounts.id) AS roles
            FROM accounts
            """;

    private final Database database;

    SqlAccounts(Database database) {
        this.database = database;
    }

    @Override
    public boolean isEmpty() {
        return database.query("SELECT 1 AS one FROM accounts LIMIT 1", row -> row.number("one"))
                .isEmpty();
    }

    @Override
    public boolean addFirst(Credentials credentials) {
        return database.inTransaction(transaction -> {
            // one node at a time gets past this line, and the next one sees what it has done
            transaction.update("LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE");
            boolean none = transaction
                    .query("SELECT 1 AS one FROM accounts LIMIT 1", row -> row.number("one"))
                    .isEmpty();
            return none && insert(transaction, credentials, Actor.node("first start"));
        });
    }

    @Override
    public boolean add(Credentials credentials, Actor actor) {
        return database.inTransaction(transaction -> insert(transaction, credentials, actor));
    }

    @Override
    public Optional<Credentials> credentials(Username username) {
        return database
                .query(
                        SELECT + "WHERE lower(username) = lower(?) AND removed_at IS NULL",
                        row -> new Credentials(account(row), row.string("password_hash")),
                        username.value())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Account> find(UUID id) {
        return database.query(SELECT + "WHERE id = ? AND removed_at IS NULL", SqlAccounts::account, id).stream()
                .findFirst();
    }

    @Override
    public List<Account> list(int limit, String after) {
        return database.query(
                SELECT + "WHERE lower(username) > lower(?) AND removed_at IS NULL ORDER BY lower(username) LIMIT ?",
                SqlAccounts::account,
                after,
                limit);
    }

    @Override
    public Outcome change(UUID id, AccountChange change, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<Account> before = lock(transaction, id);
            if (before.isEmpty()) {
                return new Outcome.NotFound();
            }
            Account after = change.applyTo(before.get());
            if (takesLastAdmin(transaction, before.get(), after.isActiveAdmin())) {
                return new Outcome.LastAdmin();
            }
            transaction.update("UPDATE accounts SET enabled = ?, changed_at = now() WHERE id = ?", after.enabled(), id);
            transaction.update("DELETE FROM account_roles WHERE account = ?", id);
            giveRoles(transaction, after);
            if (!after.enabled()) {
                endSessions(transaction, id);
            }
            SqlAudit.changed(transaction, actor, "user.change", after);
            return new Outcome.Done(after);
        });
    }

    @Override
    public Outcome remove(UUID id, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<Account> before = lock(transaction, id);
            if (before.isEmpty()) {
                return new Outcome.NotFound();
            }
            if (takesLastAdmin(transaction, before.get(), false)) {
                return new Outcome.LastAdmin();
            }
            transaction.update(
                    "UPDATE accounts SET enabled = false, changed_at = now(), removed_at = now() WHERE id = ?", id);
            endSessions(transaction, id);
            SqlAudit.done(transaction, actor, "user.delete", before.get().username());
            return new Outcome.Done(before.get());
        });
    }

    @Override
    public boolean setPassword(UUID id, String hash, Actor actor) {
        return database.inTransaction(transaction -> {
            List<String> username = transaction.query(
                    "UPDATE accounts SET password_hash = ? WHERE id = ? AND removed_at IS NULL RETURNING username",
                    row -> row.string("username"),
                    hash,
                    id);
            if (username.isEmpty()) {
                return false;
            }
            endSessions(transaction, id);
            SqlAudit.done(transaction, actor, "password.change", username.get(0));
            return true;
        });
    }

    @Override
    public boolean strengthen(UUID id, String before, String after) {
        return database.update(
                        "UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?", after, id, before)
                == 1;
    }

    @Override
    public void sweep() {
        // no access token holds for longer than a day and a bit, and every node must know that its account is gone
        database.update("DELETE FROM accounts WHERE removed_at < now() - interval '2 days'");
    }

    static Account account(Database.Row row) {
        return new Account(
                row.uuid("id"),
                row.string("username"),
                new LinkedHashSet<>(row.strings("roles")),
                row.flag("enabled"),
                row.instant("created_at"));
    }

    private static boolean insert(Database.Transaction transaction, Credentials credentials, Actor actor) {
        Account account = credentials.account();
        int added = transaction.update(
                """
                INSERT INTO accounts (id, username, password_hash, enabled, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                account.id(),
                account.username(),
                credentials.passwordHash(),
                account.enabled(),
                account.createdAt());
        if (added == 0) {
            return false;
        }
        giveRoles(transaction, account);
        SqlAudit.changed(transaction, actor, "user.create", account);
        return true;
    }

    /** Locks an account, and the right to take an administrator away, which one change at a time may have. */
    private static Optional<Account> lock(Database.Transaction transaction, UUID id) {
        transaction.query(
                "SELECT name FROM roles WHERE name = ? FOR NO KEY UPDATE", row -> row.string("name"), Role.ADMIN);
        return transaction
                .query(SELECT + "WHERE id = ? AND removed_at IS NULL FOR UPDATE", SqlAccounts::account, id)
                .stream()
                .findFirst();
    }

    private static boolean takesLastAdmin(Database.Transaction transaction, Account before, boolean staysAdmin) {
        if (!before.isActiveAdmin() || staysAdmin) {
            return false;
        }
        return transaction
                .query(
                        """
                        SELECT id FROM accounts JOIN account_roles ON account = id
                        WHERE role = ? AND enabled AND removed_at IS NULL AND id <> ? LIMIT 1
                        """,
                        row -> row.uuid("id"),
                        Role.ADMIN,
                        before.id())
                .isEmpty();
    }

    private static void giveRoles(Database.Transaction transaction, Account account) {
        transaction.update(
                "INSERT INTO account_roles (account, role) SELECT ?, unnest(?::text[])",
                account.id(),
                account.roles().toArray(String[]::new));
    }

    private static void endSessions(Database.Transaction transaction, UUID account) {
        transaction.update("UPDATE sessions SET revoked_at = now() WHERE account = ? AND revoked_at IS NULL", account);
    }
}
