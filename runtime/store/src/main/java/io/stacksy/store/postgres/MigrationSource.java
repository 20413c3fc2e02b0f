package io.stacksy.store.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections for migrating one schema, outside of the pool: they act as its user, may take long over a statement, and
 * give up soon on a lock, for behind a change of a table that waits for its lock every reader of that table waits too.
 */
final class MigrationSource implements DataSource {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(4);

    private final Connector connector;
    private final SessionUser user;

    MigrationSource(Connector connector, SessionUser user) {
        this.connector = connector;
        this.user = user;
    }

    @Override
    public Connection getConnection() throws SQLException {
        connector.reach().require();
        Connection connection = connector.connect();
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(
                    Runnable::run, (int) STATEMENT_TIMEOUT.plusSeconds(10).toMillis());
            statement.execute("SET search_path TO " + user.quotedSchema() + "; SET statement_timeout TO "
                    + STATEMENT_TIMEOUT.toMillis() + "; SET lock_timeout TO " + LOCK_TIMEOUT.toMillis()
                    + "; SET idle_in_transaction_session_timeout TO 0; SET ROLE " + user.quotedRole());
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return connector.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(MigrationSource.class.getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
