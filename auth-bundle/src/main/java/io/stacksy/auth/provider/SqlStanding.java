package io.stacksy.auth.provider;

import io.stacksy.store.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What has changed lately in the platform's schema. */
final class SqlStanding implements Standing.Source {
    private final Database database;

    SqlStanding(Database database) {
        this.database = database;
    }

    @Override
    public Standing within(Duration window) {
        long seconds = window.toSeconds();
        return database.inTransaction(transaction -> new Standing(
                revoked(transaction, seconds),
                changed(transaction, seconds),
                roles(transaction),
                keys(transaction, seconds)));
    }

    private static Set<UUID> revoked(Database.Transaction transaction, long seconds) {
        return new HashSet<>(transaction.query(
                "SELECT id FROM sessions WHERE revoked_at > now() - ? * interval '1 second'",
                row -> row.uuid("id"),
                seconds));
    }

    private static Map<UUID, Account> changed(Database.Transaction transaction, long seconds) {
        List<Account> accounts = transaction.query(
                """
                SELECT id, username, enabled, created_at,
                       ARRAY(SELECT role FROM account_roles WHERE account = accounts.id) AS roles
                FROM accounts WHERE changed_at > now() - ? * interval '1 second'
                """,
                AccountRows::account,
                seconds);
        return accounts.stream().collect(Collectors.toMap(Account::id, Function.identity()));
    }

    private static Map<String, Role> roles(Database.Transaction transaction) {
        List<Role> roles = transaction.query("SELECT name, permissions, built_in FROM roles", SqlRoles::role);
        return roles.stream().collect(Collectors.toMap(Role::name, Function.identity()));
    }

    private static Map<String, Long> keys(Database.Transaction transaction, long seconds) {
        List<Map.Entry<String, Long>> keys = transaction.query(
                "SELECT id, generation FROM api_keys WHERE changed_at > now() - ? * interval '1 second'",
                row -> Map.entry(row.string("id"), row.number("generation")),
                seconds);
        return keys.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
