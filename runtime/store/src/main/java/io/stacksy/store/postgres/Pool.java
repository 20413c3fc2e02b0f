package io.stacksy.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * The node's connections, shared by the platform and all tools. While the database is away there are none. Thread-safe.
 *
 * <p>A connection remembers who used it last. To the same user it is given as it is; to another only after everything
 * that a session can keep has been reset and the role changed, in one round trip.
 */
final class Pool implements AutoCloseable {
    /** How long to wait for a free connection. */
    static final Duration WAIT = Duration.ofMillis(2_500);

    private static final int MINIMUM_IDLE = 2;

    private final Connector connector;
    private final HikariDataSource hikari;
    private final Pulse pulse;
    private final Map<PGConnection, SessionUser> lastUsers = Collections.synchronizedMap(new WeakHashMap<>());

    Pool(Connector connector, int maxConnections, MetricsTrackerFactory metrics) {
        this.connector = connector;
        HikariConfig config = new HikariConfig();
        config.setPoolName("stacksy");
        config.setDataSource(connector);
        config.setMaximumPoolSize(maxConnections);
        config.setMinimumIdle(Math.min(MINIMUM_IDLE, maxConnections));
        config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setMetricsTrackerFactory(metrics);
        config.setThreadFactory(Pool::thread);
        this.hikari = new HikariDataSource(config);
        this.pulse = new Pulse(
                connector, this::cutAll, () -> hikari.getHikariPoolMXBean().getTotalConnections() == 0);
    }

    /** A request may be what makes the pool start a thread, and its tool's class loader must not stay in that. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "stacksy-pool", 0, false);
        thread.setContextClassLoader(Pool.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    int size() {
        return hikari.getMaximumPoolSize();
    }

    /** A connection for {@code user}, in auto-commit mode. Fails at once while the database is known to be away. */
    Connection connection(SessionUser user) throws SQLException {
        connector.reach().require();
        Connection connection = hikari.getConnection();
        try {
            handTo(user, connection);
            return connection;
        } catch (SQLException e) {
            connector.reach().note(e);
            closeAfter(e, connection);
            throw e;
        } catch (RuntimeException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    private static void closeAfter(Exception failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException closing) {
            failure.addSuppressed(closing);
        }
    }

    private void handTo(SessionUser user, Connection connection) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        if (user.equals(lastUsers.get(physical))) {
            return;
        }
        lastUsers.remove(physical);
        try (Statement statement = connection.createStatement()) {
            statement.execute(user.takeOver());
        }
        lastUsers.put(physical, user);
    }

    /** Has the session behind {@code connection} reset before anybody, its user included, gets it again. */
    void forgetUser(Connection connection) throws SQLException {
        lastUsers.remove(connection.unwrap(PGConnection.class));
    }

    /** Cuts a connection that somebody else is using, without waiting for what it does. */
    void cut(Connection connection) throws SQLException {
        connection.unwrap(Connection.class).abort(Runnable::run);
        hikari.evictConnection(connection);
    }

    private void cutAll() throws SQLException {
        connector.cutAll();
        hikari.getHikariPoolMXBean().softEvictConnections();
    }

    /** Takes note of what somebody met with who used a connection. */
    void note(SQLException error) {
        connector.reach().note(error);
    }

    @Override
    public void close() {
        pulse.close();
        hikari.close();
    }
}
