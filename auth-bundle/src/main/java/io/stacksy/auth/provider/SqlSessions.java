package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and the digests of their refresh tokens in the platform's schema. */
final class SqlSessions implements Sessions {
    private static final String OPEN =
            """
            SELECT id, created_at, expires_at, last_used_at, user_agent, address FROM sessions
            WHERE account = ? AND revoked_at IS NULL AND expires_at > now()
            """;

    private final Database database;

    SqlSessions(Database database) {
        this.database = database;
    }

    @Override
    public boolean open(Session session, String passwordHash, Sha256 refresh, Client client) {
        Account account = session.account();
        return database.inTransaction(transaction -> {
            int opened = transaction.update(
                    """
                    INSERT INTO sessions (id, account, expires_at, user_agent, address)
                    SELECT ?, id, ?, ?, ? FROM accounts
                    WHERE id = ? AND password_hash = ? AND enabled AND removed_at IS NULL FOR SHARE
                    """,
                    session.id(),
                    session.expiresAt(),
                    client.userAgent().orElse(null),
                    client.address(),
                    account.id(),
                    passwordHash);
            if (opened == 0) {
                return false;
            }
            transaction.update(
                    "INSERT INTO refresh_tokens (sha256, session) VALUES (?, ?)", refresh.bytes(), session.id());
            SqlAudit.done(transaction, actor(account.username(), client), "login", account.username());
            return true;
        });
    }

    @Override
    public Rotation rotate(Sha256 spent, Sha256 next, Client client) {
        return database.inTransaction(transaction -> {
            Optional<UUID> id = sessionOf(transaction, spent);
            if (id.isEmpty()) {
                return new Rotation.Refused();
            }
            Optional<Session> session = lock(transaction, id.get());
            if (session.isEmpty()) {
                return new Rotation.Refused();
            }
            if (!spend(transaction, spent)) {
                return reused(transaction, session.get(), client);
            }
            transaction.update(
                    "INSERT INTO refresh_tokens (sha256, session, parent) VALUES (?, ?, ?)",
                    next.bytes(),
                    id.get(),
                    spent.bytes());
            transaction.update(
                    "UPDATE sessions SET last_used_at = now(), user_agent = ?, address = ? WHERE id = ?",
                    client.userAgent().orElse(null),
                    client.address(),
                    id.get());
            return new Rotation.Rotated(session.get());
        });
    }

    @Override
    public Optional<UUID> close(Sha256 refresh, Client client) {
        return database.inTransaction(transaction -> {
            Optional<UUID> id = sessionOf(transaction, refresh);
            id.ifPresent(session -> end(transaction, session, client));
            return id;
        });
    }

    @Override
    public void close(UUID session, Client client) {
        database.<@Nullable Void>inTransaction(transaction -> {
            end(transaction, session, client);
            return null;
        });
    }

    @Override
    public List<OpenSession> list(UUID account, int limit, Optional<UUID> after) {
        return database.query(
                OPEN
                        + """
                        AND (?::uuid IS NULL OR (created_at, id) < (SELECT created_at, id FROM sessions WHERE id = ?))
                        ORDER BY created_at DESC, id DESC LIMIT ?
                        """,
                SqlSessions::open,
                account,
                after.orElse(null),
                after.orElse(null),
                limit);
    }

    @Override
    public Optional<OpenSession> find(UUID account, UUID session) {
        return database.query(OPEN + "AND id = ?", SqlSessions::open, account, session).stream()
                .findFirst();
    }

    @Override
    public boolean end(UUID account, UUID session, Client client) {
        return database.inTransaction(transaction -> {
            int ended = transaction.update(
                    "UPDATE sessions SET revoked_at = now()"
                            + " WHERE id = ? AND account = ? AND revoked_at IS NULL AND expires_at > now()",
                    session,
                    account);
            ended(transaction, account, ended, client);
            return ended == 1;
        });
    }

    @Override
    public List<UUID> endAll(UUID account, Client client) {
        return database.inTransaction(transaction -> {
            List<UUID> ended = transaction.query(
                    "UPDATE sessions SET revoked_at = now() WHERE account = ? AND revoked_at IS NULL RETURNING id",
                    row -> row.uuid("id"),
                    account);
            ended(transaction, account, ended.size(), client);
            return ended;
        });
    }

    @Override
    public void sweep() {
        database.update("DELETE FROM sessions WHERE expires_at < now() - interval '1 day'");
    }

    private static Optional<UUID> sessionOf(Database.Transaction transaction, Sha256 refresh) {
        return transaction
                .query(
                        "SELECT session FROM refresh_tokens WHERE sha256 = ?",
                        row -> row.uuid("session"),
                        refresh.bytes())
                .stream()
                .findFirst();
    }

    /** The session, if it stands, locked: of two who spend one token, the second sees what the first has done. */
    private static Optional<Session> lock(Database.Transaction transaction, UUID id) {
        return transaction
                .query(
                        """
                        SELECT a.id, a.username, a.enabled, a.created_at, s.expires_at,
                               ARRAY(SELECT role FROM account_roles WHERE account = a.id) AS roles
                        FROM sessions s JOIN accounts a ON a.id = s.account
                        WHERE s.id = ? AND s.revoked_at IS NULL AND s.expires_at > now()
                          AND a.enabled AND a.removed_at IS NULL
                        FOR UPDATE OF s
                        """,
                        row -> new Session(id, AccountRows.account(row), row.instant("expires_at")),
                        id)
                .stream()
                .findFirst();
    }

    private static boolean spend(Database.Transaction transaction, Sha256 token) {
        return transaction.update(
                        "UPDATE refresh_tokens SET spent_at = now() WHERE sha256 = ? AND spent_at IS NULL",
                        token.bytes())
                == 1;
    }

    private static Rotation reused(Database.Transaction transaction, Session session, Client client) {
        revoke(transaction, session.id());
        String username = session.account().username();
        SqlAudit.refused(transaction, actor("anonymous", client), "refresh.reuse", username);
        return new Rotation.Reused(session.id());
    }

    private static void end(Database.Transaction transaction, UUID session, Client client) {
        if (revoke(transaction, session)) {
            transaction
                    .query(
                            "SELECT username FROM accounts WHERE id = (SELECT account FROM sessions WHERE id = ?)",
                            row -> row.string("username"),
                            session)
                    .forEach(username -> SqlAudit.done(transaction, actor(username, client), "logout", username));
        }
    }

    private static void ended(Database.Transaction transaction, UUID account, int count, Client client) {
        if (count > 0) {
            transaction
                    .query("SELECT username FROM accounts WHERE id = ?", row -> row.string("username"), account)
                    .forEach(name -> SqlAudit.done(transaction, actor(name, client), "session.end", name));
        }
    }

    private static OpenSession open(Database.Row row) {
        Optional<Client> client =
                row.optionalString("address").map(address -> new Client(address, row.optionalString("user_agent")));
        return new OpenSession(
                row.uuid("id"),
                row.instant("created_at"),
                row.instant("expires_at"),
                row.instant("last_used_at"),
                client);
    }

    private static boolean revoke(Database.Transaction transaction, UUID session) {
        return transaction.update("UPDATE sessions SET revoked_at = now() WHERE id = ? AND revoked_at IS NULL", session)
                == 1;
    }

    private static Actor actor(String name, Client client) {
        return new Actor(name, client.address());
    }
}
