package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Roles in the platform's schema. */
final class SqlRoles implements Roles {
    private static final String SELECT =
            """
            SELECT name, permissions, built_in,
                   (SELECT count(*) FROM account_roles JOIN accounts ON accounts.id = account
                    WHERE role = roles.name AND removed_at IS NULL) AS held
            FROM roles
            """;

    private final Database database;

    SqlRoles(Database database) {
        this.database = database;
    }

    @Override
    public List<Held> all() {
        return database.query(SELECT + "ORDER BY name COLLATE \"C\"", SqlRoles::held);
    }

    @Override
    public Optional<Held> find(String name) {
        return database.query(SELECT + "WHERE name = ?", SqlRoles::held, name).stream()
                .findFirst();
    }

    @Override
    public boolean add(Role role, Actor actor) {
        return database.inTransaction(transaction -> {
            int added = transaction.update(
                    "INSERT INTO roles (name, permissions) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    role.name(),
                    array(role.permissions()));
            if (added == 1) {
                audit(transaction, actor, "role.create", role);
            }
            return added == 1;
        });
    }

    @Override
    public Outcome change(String name, Set<Permission> permissions, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<Held> before = lock(transaction, name);
            if (before.isEmpty() || before.get().role().builtIn()) {
                return refused(before);
            }
            Role after = new Role(name, permissions, false);
            transaction.update("UPDATE roles SET permissions = ? WHERE name = ?", array(permissions), name);
            audit(transaction, actor, "role.change", after);
            return new Outcome.Done(new Held(after, before.get().accounts()));
        });
    }

    @Override
    public Outcome remove(String name, Actor actor) {
        return database.inTransaction(transaction -> {
            Optional<Held> before = lock(transaction, name);
            if (before.isEmpty() || before.get().role().builtIn()) {
                return refused(before);
            }
            if (before.get().accounts() > 0) {
                return new Outcome.InUse(before.get().accounts());
            }
            transaction.update("DELETE FROM account_roles WHERE role = ?", name); // of removed accounts
            transaction.update("DELETE FROM roles WHERE name = ?", name);
            SqlAudit.done(transaction, actor, "role.delete", name);
            return new Outcome.Done(before.get());
        });
    }

    static Role role(Database.Row row) {
        Set<Permission> permissions =
                row.strings("permissions").stream().map(Permission::new).collect(Collectors.toSet());
        return new Role(row.string("name"), permissions, row.flag("built_in"));
    }

    private static Held held(Database.Row row) {
        return new Held(role(row), Math.toIntExact(row.number("held")));
    }

    /** The role, locked: nobody is given it meanwhile. */
    private static Optional<Held> lock(Database.Transaction transaction, String name) {
        transaction.query("SELECT name FROM roles WHERE name = ? FOR UPDATE", row -> row.string("name"), name);
        // counted anew, after the lock was had
        return transaction.query(SELECT + "WHERE name = ?", SqlRoles::held, name).stream()
                .findFirst();
    }

    private static Outcome refused(Optional<Held> before) {
        return before.isEmpty() ? new Outcome.NotFound() : new Outcome.BuiltIn();
    }

    private static void audit(Database.Transaction transaction, Actor actor, String action, Role role) {
        SqlAudit.done(
                transaction,
                actor,
                action,
                role.name(),
                Map.of("permissions", String.join(" ", array(role.permissions()))));
    }

    /** The values, in order. */
    static String[] array(Collection<Permission> permissions) {
        return permissions.stream().map(Permission::value).sorted().toArray(String[]::new);
    }
}
