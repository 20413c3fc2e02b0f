package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** API keys, and the digests of their secrets, in the platform's schema. */
final class SqlApiKeys implements ApiKeys {
    private static final String SELECT =
            """
            SELECT id, account, name, scopes, rate_limit, created_at, expires_at, last_used_at, previous_expires_at
            FROM api_keys WHERE revoked_at IS NULL
            """;

    private final Database database;

    SqlApiKeys(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(ApiKey key, Sha256 secret, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<String> owner = lockOwner(transaction, key.account());
            if (owner.isEmpty() || count(transaction, key.account()) >= MAX) {
                return false;
            }
            transaction.update(
                    """
                    INSERT INTO api_keys (id, account, name, scopes, rate_limit, sha256, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    key.id(),
                    key.account(),
                    key.name(),
                    SqlRoles.array(key.scopes()),
                    key.rate().map(Rate::toString).orElse(null),
                    secret.bytes(),
                    key.createdAt(),
                    key.expiresAt().orElse(null));
            audit(transaction, actor, "api_key.create", owner.get(), key);
            return true;
        });
    }

    @Override
    public List<ApiKey> list(UUID account, int limit, String after) {
        return database.query(
                SELECT
                        + """
                        AND account = ? AND (? = '' OR (created_at, id) > (SELECT created_at, id FROM api_keys WHERE id = ?))
                        ORDER BY created_at, id LIMIT ?
                        """,
                SqlApiKeys::key,
                account,
                after,
                after,
                limit);
    }

    @Override
    public Optional<ApiKey> find(UUID account, String id) {
        return database.query(SELECT + "AND account = ? AND id = ?", SqlApiKeys::key, account, id).stream()
                .findFirst();
    }

    @Override
    public Optional<ApiKey> rotate(UUID account, String id, Sha256 secret, Instant previousUntil, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<String> owner = lockOwner(transaction, account);
            int rotated = transaction.update(
                    """
                    UPDATE api_keys
                    SET previous_sha256 = sha256, previous_expires_at = ?, sha256 = ?,
                        generation = generation + 1, changed_at = now()
                    WHERE id = ? AND account = ? AND revoked_at IS NULL
                    """,
                    previousUntil,
                    secret.bytes(),
                    id,
                    account);
            if (owner.isEmpty() || rotated == 0) {
                return Optional.empty();
            }
            Optional<ApiKey> key = transaction.query(SELECT + "AND id = ?", SqlApiKeys::key, id).stream()
                    .findFirst();
            key.ifPresent(now -> audit(transaction, actor, "api_key.rotate", owner.get(), now));
            return key;
        });
    }

    @Override
    public boolean revoke(UUID account, String id, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<String> owner = lockOwner(transaction, account);
            int revoked = transaction.update(
                    """
                    UPDATE api_keys SET revoked_at = now(), generation = generation + 1, changed_at = now()
                    WHERE id = ? AND account = ? AND revoked_at IS NULL
                    """,
                    id,
                    account);
            if (owner.isEmpty() || revoked == 0) {
                return false;
            }
            SqlAudit.done(transaction, actor, "api_key.revoke", owner.get(), Map.of("key", id));
            return true;
        });
    }

    @Override
    public Optional<StoredKey> stored(String id) {
        return database
                .query(
                        """
                        SELECT k.id, k.account, k.name, k.scopes, k.rate_limit, k.created_at, k.expires_at,
                               k.last_used_at, k.previous_expires_at, k.generation, k.sha256,
                               coalesce(k.previous_sha256, '') AS previous_sha256,
                               a.username, a.enabled, a.created_at AS owner_created_at, a.kind,
                               ARRAY(SELECT role FROM account_roles r WHERE r.account = a.id) AS roles
                        FROM api_keys k JOIN accounts a ON a.id = k.account
                        WHERE k.id = ? AND k.revoked_at IS NULL AND a.removed_at IS NULL
                        """,
                        SqlApiKeys::storedKey,
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public void used(Map<String, Instant> lastUses) {
        Map<String, Instant> sorted = new TreeMap<>(lastUses); // two nodes that write lock rows in one order
        database.update(
                """
                UPDATE api_keys SET last_used_at = greatest(last_used_at, at::timestamptz)
                FROM unnest(?::text[], ?::text[]) AS used (key, at) WHERE id = key
                """,
                sorted.keySet().toArray(String[]::new),
                sorted.values().stream().map(Instant::toString).toArray(String[]::new));
    }

    @Override
    public void sweep() {
        database.update(
                """
                DELETE FROM api_keys
                WHERE revoked_at < now() - interval '1 day' OR expires_at < now() - interval '30 days'
                """);
    }

    private static StoredKey storedKey(Database.Row row) {
        byte[] previous = row.bytes("previous_sha256");
        return new StoredKey(
                key(row),
                new Account(
                        row.uuid("account"),
                        row.string("username"),
                        Set.copyOf(row.strings("roles")),
                        row.flag("enabled"),
                        row.instant("owner_created_at"),
                        AccountRows.kind(row)),
                row.number("generation"),
                Sha256.read(row.bytes("sha256")),
                previous.length == 0 ? Optional.empty() : Optional.of(Sha256.read(previous)));
    }

    private static ApiKey key(Database.Row row) {
        return new ApiKey(
                row.string("id"),
                row.uuid("account"),
                row.string("name"),
                row.strings("scopes").stream().map(Permission::new).collect(Collectors.toSet()),
                row.optionalString("rate_limit").map(Rate::parse),
                row.instant("created_at"),
                row.optionalInstant("expires_at"),
                row.optionalInstant("last_used_at"),
                row.optionalInstant("previous_expires_at"));
    }

    /** The name of the owner, if it is there, locked: keys of one account are changed one at a time. */
    private static Optional<String> lockOwner(Database.Transaction transaction, UUID account) {
        return transaction
                .query(
                        "SELECT username FROM accounts WHERE id = ? AND removed_at IS NULL FOR NO KEY UPDATE",
                        row -> row.string("username"),
                        account)
                .stream()
                .findFirst();
    }

    private static long count(Database.Transaction transaction, UUID account) {
        return transaction
                .query(
                        "SELECT count(*) AS keys FROM api_keys WHERE account = ? AND revoked_at IS NULL",
                        row -> row.number("keys"),
                        account)
                .get(0);
    }

    private static void audit(Database.Transaction transaction, Actor actor, String action, String owner, ApiKey key) {
        Map<String, String> details = new TreeMap<>();
        details.put("key", key.id());
        details.put("name", key.name());
        details.put("scopes", String.join(" ", SqlRoles.array(key.scopes())));
        key.expiresAt().ifPresent(end -> details.put("expires_at", end.toString()));
        key.previousUntil().ifPresent(end -> details.put("previous_expires_at", end.toString()));
        SqlAudit.done(transaction, actor, action, owner, details);
    }
}
