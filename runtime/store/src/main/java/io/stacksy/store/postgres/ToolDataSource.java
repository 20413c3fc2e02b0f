package io.stacksy.store.postgres;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolService;
import io.stacksy.store.StoreException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The data source of one revision: the node's pool, seen as the tool's role. Thread-safe.
 *
 * <p>What a tool does to its session (settings, temporary tables, locks, its role) never reaches another user of the
 * connection. It may meet it again itself, for a session is reset when its user changes, not at each use: on a local
 * database the reset costs about as much as two queries, on a remote one as much as a round trip. The role keeps apart
 * tools that make mistakes. It is no wall against hostile code, which can give it up by SQL, as it can do anything else
 * in this process.
 */
final class ToolDataSource implements DataSource {
    private final Revision revision;
    private final Pool pool;
    private final ToolRoles roles;
    private final Share share;
    private final SessionUser user;
    private final Set<LentConnection> out = ConcurrentHashMap.newKeySet();
    private final LongAdder lentNanos = new LongAdder();
    private volatile boolean closed;

    ToolDataSource(Revision revision, Pool pool, ToolRoles roles, Share share) {
        this.revision = revision;
        this.pool = pool;
        this.roles = roles;
        this.share = share;
        this.user = SessionUser.of(revision.tool());
    }

    @Override
    public Connection getConnection() throws SQLException {
        requireOpen();
        share.take();
        boolean lent = false;
        try {
            LentConnection connection = new LentConnection(pool, connection(), this::returned);
            out.add(connection); // before reading closed, or close() could miss it between the two
            lent = true;
            if (closed) {
                connection.cut();
            }
            requireOpen();
            return connection.facade();
        } finally {
            if (!lent) {
                share.giveBack();
            }
        }
    }

    /** A tool that brings no scripts has no schema until it first asks for a connection. */
    private Connection connection() throws SQLException {
        try {
            if (!roles.exists(user)) {
                roles.create(user);
            }
        } catch (StoreException e) {
            throw e.reason() == StoreException.Reason.UNAVAILABLE
                    ? new SQLTransientConnectionException(e.getMessage(), "08001", e)
                    : new SQLException(e.getMessage(), e);
        }
        return pool.connection(user);
    }

    private void returned(LentConnection connection) {
        out.remove(connection);
        lentNanos.add(connection.lentFor());
        share.giveBack();
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(revision + " is retired, its data source is closed", "08003");
        }
    }

    /** Which connections are out, and for how long any were. */
    ToolService.Usage usage() {
        long nanos = lentNanos.sum();
        int inUse = 0;
        for (LentConnection connection : out) {
            nanos += connection.lentFor();
            inUse++;
        }
        return new ToolService.Usage(inUse, share.waiting(), Duration.ofNanos(nanos));
    }

    /** Cuts the connections that are still out, and returns how many they were. */
    int close() {
        closed = true;
        int cut = 0;
        for (LentConnection connection : out) {
            if (connection.cut()) {
                cut++;
            }
        }
        return cut;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a tool has one role, and no password of it");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return (int) Pool.WAIT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this logs through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "data source of " + revision;
    }
}
