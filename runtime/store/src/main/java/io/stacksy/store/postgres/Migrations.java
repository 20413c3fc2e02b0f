package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas.Script;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * The migration of one schema, by Flyway, as the schema's own user. Where nothing is pending that is found out without
 * Flyway, by one look at its history table.
 */
final class Migrations {
    /** Such statements cannot run in a transaction; scripts that have one are not applied all or nothing. */
    private static final Pattern NOT_TRANSACTIONAL =
            Pattern.compile("\\b(CONCURRENTLY|VACUUM|ALTER\\s+SYSTEM)\\b", Pattern.CASE_INSENSITIVE);

    private final Pool pool;
    private final MigrationSource source;
    private final SessionUser user;

    Migrations(Pool pool, Connector connector, SessionUser user) {
        this.pool = pool;
        this.source = new MigrationSource(connector, user);
        this.user = user;
    }

    /**
     * The scripts that have not run yet, in the order in which they would.
     *
     * @throws StoreException {@code MIGRATION_FAILED} if they do not fit with those that have
     */
    List<Script> pending(List<Script> scripts) {
        try (Connection connection = pool.connection(user)) {
            return new History(applied(connection)).pending(scripts);
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    private List<History.Applied> applied(Connection connection) throws SQLException {
        if (!hasHistory(connection)) {
            return List.of();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, script, checksum FROM " + historyTable()
                        + " WHERE success AND version IS NOT NULL AND checksum IS NOT NULL ORDER BY installed_rank")) {
            List<History.Applied> applied = new ArrayList<>();
            while (rows.next()) {
                applied.add(new History.Applied(rows.getString(1), rows.getString(2), rows.getInt(3)));
            }
            return applied;
        }
    }

    private boolean hasHistory(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, historyTable());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private String historyTable() {
        return user.quotedSchema() + ".flyway_schema_history";
    }

    /** Runs what is pending: all of it or, where a script fails, nothing. */
    void run(List<Script> scripts) {
        forgetFailures();
        try {
            flyway(scripts).migrate();
        } catch (FlywayException e) {
            throw MigrationErrors.of(e);
        }
    }

    /** A script outside of a transaction leaves a row when it fails, which would stand in the way of a mended one. */
    private void forgetFailures() {
        try (Connection connection = source.getConnection()) {
            if (hasHistory(connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("DELETE FROM " + historyTable() + " WHERE NOT success");
                }
            }
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    private Flyway flyway(List<Script> scripts) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .loggers(QuietLog.class.getName())
                .dataSource(source)
                .defaultSchema(user.schema())
                .createSchemas(false)
                .cleanDisabled(true)
                .locations(new String[0])
                .resourceProvider(new GivenScripts(scripts))
                .javaMigrationClassProvider(List::of)
                .ignoreMigrationPatterns("*:future", "*:missing")
                .group(scripts.stream()
                        .noneMatch(script ->
                                NOT_TRANSACTIONAL.matcher(script.sql()).find()));
        // A lock that is a transaction would wait for itself with CREATE INDEX CONCURRENTLY.
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration.load();
    }
}
