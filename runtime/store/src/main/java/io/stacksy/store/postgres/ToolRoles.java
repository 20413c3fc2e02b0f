package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roles and schemas of tools. A role cannot log in, owns the schema of its name, and has no right anywhere else; the
 * login role is a member of it, so that a connection can take it on. Thread-safe.
 */
final class ToolRoles {
    /** Of the lock under which roles are made: two nodes that make one at once would fail. */
    private static final long LOCK = 0x73746b_726f6c65L;

    private static final Set<String> NO_RIGHT = Set.of(StoreErrors.INSUFFICIENT_PRIVILEGE, "0LP01");

    private final Pool pool;
    private final Connector connector;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    ToolRoles(Pool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
    }

    /** Whether {@code tool} has its role and schema, and the platform may act as it. */
    boolean exists(SessionUser tool) {
        if (known.contains(tool.schema())) {
            return true;
        }
        try (Connection connection = pool.connection(SessionUser.PLATFORM);
                Statement statement = connection.createStatement()) {
            boolean exists = holds(
                    statement,
                    "pg_roles r JOIN pg_catalog.pg_namespace n ON n.nspowner = r.oid AND n.nspname = r.rolname"
                            + " WHERE " + mayActAs(connection) + " AND rolname",
                    tool);
            if (exists) {
                known.add(tool.schema());
            }
            return exists;
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    /** To be a member is not enough since PostgreSQL 16, where who makes a role is a member that may only manage it. */
    private static String mayActAs(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 16
                ? "pg_has_role(rolname, 'SET')"
                : "pg_has_role(rolname, 'MEMBER')";
    }

    /** Makes what is missing of {@code tool}'s role and schema. */
    void create(SessionUser tool) {
        try (Connection connection = pool.connection(SessionUser.PLATFORM);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            createRole(statement, tool);
            createSchema(statement, tool);
            connection.commit();
            known.add(tool.schema());
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    private void createRole(Statement statement, SessionUser tool) throws SQLException {
        if (!holds(statement, "pg_roles WHERE rolname", tool)) {
            run(statement, "CREATE ROLE " + tool.quotedRole() + " NOLOGIN", e -> Rights.roles(connector.user(), e));
        }
        if (!holds(statement, "pg_roles WHERE " + mayActAs(statement.getConnection()) + " AND rolname", tool)) {
            run(
                    statement,
                    "GRANT " + tool.quotedRole() + " TO CURRENT_USER",
                    e -> Rights.membership(connector.user(), tool.schema(), e));
        }
    }

    private void createSchema(Statement statement, SessionUser tool) throws SQLException {
        run(
                statement,
                "CREATE SCHEMA IF NOT EXISTS " + tool.quotedSchema() + " AUTHORIZATION " + tool.quotedRole(),
                e -> Rights.schemas(connector.user(), connector.database(), e));
        // In a database of its own the platform owns "public"; in another's it is not the platform's to close.
        statement.execute("DO $$ BEGIN IF (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_catalog.pg_namespace"
                + " WHERE nspname = 'public') THEN REVOKE ALL ON SCHEMA public FROM PUBLIC; END IF; END $$");
    }

    private static boolean holds(Statement statement, String where, SessionUser tool) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT FROM pg_catalog." + where + " = '" + tool.schema() + "'")) {
            return rows.next();
        }
    }

    private static void run(Statement statement, String sql, LackOfRight lack) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (NO_RIGHT.contains(StoreErrors.state(e))) {
                throw lack.error(e);
            }
            throw e;
        }
    }

    /** Makes the error that says which right is lacking. */
    private interface LackOfRight {
        StoreException error(SQLException cause);
    }
}
