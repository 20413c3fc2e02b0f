package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import io.stacksy.tool.ToolException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts in the platform's schema. */
final class SqlAccounts implements Accounts {
    private static final String SELECT =
            """
            SELECT id, username, password_hash, enabled, created_at, kind,
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
                        SELECT + "WHERE lower(username) = lower(?) AND removed_at IS NULL AND kind = 'person'",
                        row -> new Credentials(AccountRows.account(row), row.string("password_hash")),
                        username.value())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Account> find(UUID id) {
        return database.query(SELECT + "WHERE id = ? AND removed_at IS NULL", AccountRows::whole, id).stream()
                .findFirst();
    }

    @Override
    public Optional<Account> find(Username username) {
        return database
                .query(
                        SELECT + "WHERE lower(username) = lower(?) AND removed_at IS NULL",
                        AccountRows::whole,
                        username.value())
                .stream()
                .findFirst();
    }

    @Override
    public List<Account> list(int limit, String after) {
        return database.query(
                SELECT + "WHERE lower(username) > lower(?) AND removed_at IS NULL ORDER BY lower(username) LIMIT ?",
                AccountRows::whole,
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
            change.passwordHash().ifPresent(hash -> {
                transaction.update("UPDATE accounts SET password_hash = ? WHERE id = ?", hash, id);
                SqlAudit.done(transaction, actor, "password.change", after.username());
            });
            if (!after.enabled() || change.passwordHash().isPresent()) {
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
    public void recover(Credentials credentials, Actor actor) {
        Account account = credentials.account();
        database.<@Nullable Void>inTransaction(transaction -> {
            Optional<UUID> known = transaction
                    .query(
                            "SELECT id FROM accounts WHERE lower(username) = lower(?) AND removed_at IS NULL FOR UPDATE",
                            row -> row.uuid("id"),
                            account.username())
                    .stream()
                    .findFirst();
            if (known.isEmpty()) {
                insert(transaction, credentials, actor);
            } else {
                transaction.update(
                        """
                        UPDATE accounts SET kind = ?, password_hash = ?, enabled = true, changed_at = now() WHERE id = ?
                        """,
                        account.kind().label(),
                        credentials.passwordHash(),
                        known.get());
                transaction.update(
                        "INSERT INTO account_roles (account, role) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        known.get(),
                        Role.ADMIN);
                endSessions(transaction, known.get());
            }
            SqlAudit.done(transaction, actor, "user.recover", account.username());
            return null;
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

    private static boolean insert(Database.Transaction transaction, Credentials credentials, Actor actor) {
        Account account = credentials.account();
        int added = transaction.update(
                """
                INSERT INTO accounts (id, username, password_hash, enabled, created_at, kind)
                VALUES (?, ?, nullif(?, ''), ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
                account.id(),
                account.username(),
                credentials.passwordHash(),
                account.enabled(),
                account.createdAt(),
                account.kind().label());
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
                .query(SELECT + "WHERE id = ? AND removed_at IS NULL FOR UPDATE", AccountRows::whole, id)
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
                        WHERE role = ? AND enabled AND kind = 'person' AND removed_at IS NULL AND id <> ? LIMIT 1
                        """,
                        row -> row.uuid("id"),
                        Role.ADMIN,
                        before.id())
                .isEmpty();
    }

    private static void giveRoles(Database.Transaction transaction, Account account) {
        int given = transaction.update(
                """
                INSERT INTO account_roles (account, role)
                SELECT ?, name FROM roles WHERE name = ANY (?::text[]) ORDER BY name FOR KEY SHARE
                """,
                account.id(),
                account.roles().toArray(String[]::new));
        if (given < account.roles().size()) {
            throw ToolException.invalid("roles", "one of them is not there any more");
        }
    }

    private static void endSessions(Database.Transaction transaction, UUID account) {
        transaction.update("UPDATE sessions SET revoked_at = now() WHERE account = ? AND revoked_at IS NULL", account);
    }
}
