package io.stacksy.store.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.AutoSave;

/**
 * Opens physical connections to the database. Each has a deadline for connecting and for each answer, and what it was
 * opened with is what {@code RESET ALL} returns it to. All that are open can be cut at once. Thread-safe.
 */
final class Connector implements DataSource {
    /** A statement is ended by the server before this, so only a dead network is. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(12);

    /** For the way to the server, and then for each of its answers until one is signed in. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long the pool stays here while the database is away, so that it need not try in vain. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The server finds out soon, too, that nobody is there any more: else the locks of such a session would stay. */
    private static final String SESSION_DEFAULTS =
            "-c synchronous_commit=on -c idle_session_timeout=0 -c idle_in_transaction_session_timeout=60000"
                    + " -c tcp_keepalives_idle=3 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=3"
                    + " -c lock_timeout=0 -c statement_timeout=";

    private final Driver driver = new Driver();
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final Properties login = new Properties();
    private final Reach reach = new Reach();

    /** Those that nobody refers to any more go by themselves. */
    private final Map<Connection, Boolean> opened = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Connections as {@code user}.
     *
     * @throws IllegalArgumentException if {@code url} is not one of PostgreSQL
     */
    Connector(String url, String user, String password) {
        source.setUrl(url);
        source.setApplicationName("stacksy");
        source.setTcpKeepAlive(true);
        source.setLoginTimeout(0); // another would open each connection on a thread of its own
        source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        source.setSocketTimeout((int) CONNECT_TIMEOUT.toSeconds()); // until it is open
        source.setSslResponseTimeout((int) CONNECT_TIMEOUT.toMillis());
        source.setGssResponseTimeout((int) CONNECT_TIMEOUT.toMillis());
        source.setOptions(
                SESSION_DEFAULTS + SessionUser.PLATFORM.statementTimeout().toMillis());
        // A migration changes what "SELECT *" answers under a live revision's prepared statements, also in
        // transactions.
        source.setAutosave(AutoSave.CONSERVATIVE);
        put(PGProperty.USER, user);
        put(PGProperty.PASSWORD, password);
    }

    private void put(PGProperty property, String value) {
        if (!value.isEmpty()) {
            login.setProperty(property.getName(), value);
        }
    }

    /** For the pool, which tries until it succeeds: comes back when it is worth trying. */
    @Override
    public Connection getConnection() throws SQLException {
        reach.await(PATIENCE.toNanos());
        return connect();
    }

    /** Opens one, or fails when it has tried. */
    Connection connect() throws SQLException {
        try {
            Connection connection = driver.connect(source.getURL(), login);
            if (connection == null) {
                throw new SQLException("not a database of PostgreSQL: " + address());
            }
            connection.setNetworkTimeout(Runnable::run, (int) SOCKET_TIMEOUT.toMillis());
            opened.put(connection, true);
            return connection;
        } catch (SQLException e) {
            reach.lose();
            throw e;
        }
    }

    /** Whether the database can be reached over connections like these. */
    Reach reach() {
        return reach;
    }

    /**
     * Cuts every connection that is open, whoever has it and whatever it waits for. Each on a thread of its own: one that
     * is stuck in sending takes its time to close.
     */
    void cutAll() throws SQLException {
        List<Connection> open;
        synchronized (opened) {
            open = List.copyOf(opened.keySet());
            opened.clear();
        }
        for (Connection connection : open) {
            connection.abort(Connector::start);
        }
    }

    private static void start(Runnable cutting) {
        Thread thread = new Thread(null, cutting, "stacksy-cut", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    /** {@code HOST:PORT} of the database, for people. */
    String address() {
        return source.getServerNames()[0] + ":" + source.getPortNumbers()[0];
    }

    /** The database's name. */
    String database() {
        String name = source.getDatabaseName();
        return name == null ? user() : name;
    }

    /** The login role. */
    String user() {
        return login.getProperty(PGProperty.USER.getName(), "");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("connections are opened for one login only");
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
        return (int) CONNECT_TIMEOUT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this logs through SLF4J");
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
