package io.stacksy.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of the pool while a tool has it. Thread-safe as to its end, which comes once, from either side. */
final class LentConnection {
    private static final Logger log = LoggerFactory.getLogger(LentConnection.class);

    private final Pool pool;
    private final Connection pooled;
    private final Consumer<LentConnection> returned;
    private final AtomicBoolean out = new AtomicBoolean(true);
    private final Connection facade;
    private final long since = System.nanoTime();

    LentConnection(Pool pool, Connection pooled, Consumer<LentConnection> returned) {
        this.pool = pool;
        this.pooled = pooled;
        this.returned = returned;
        this.facade = Guard.connection(this, pooled);
    }

    /** What the tool gets. */
    Connection facade() {
        return facade;
    }

    /** How long it has been out, in nanoseconds. */
    long lentFor() {
        return System.nanoTime() - since;
    }

    /** Gives it back to the pool, which undoes what is uncommitted. */
    void close() throws SQLException {
        if (out.compareAndSet(true, false)) {
            try {
                pooled.close();
            } finally {
                returned.accept(this);
            }
        }
    }

    /** Takes it away from a tool that has not given it back, and returns whether that was so. */
    boolean cut() {
        if (!out.compareAndSet(true, false)) {
            return false;
        }
        try (Connection closing = pooled) {
            pool.cut(closing);
        } catch (SQLException e) {
            log.debug("a connection was broken already when it was cut", e);
        } finally {
            returned.accept(this);
        }
        return true;
    }

    /**
     * What the tool is told that met with {@code error}. The pool says of a connection that has broken only that it is
     * closed; here it says that it was not the tool that closed it.
     */
    SQLException failed(SQLException error) throws SQLException {
        boolean broken = error.getSQLState() == null && out.get() && pooled.isClosed();
        SQLException told =
                broken ? new SQLNonTransientConnectionException("the connection has broken", "08003", error) : error;
        pool.note(told);
        return told;
    }

    /** To be called before the tool changes what the session would keep. */
    void resetWhenReturned() throws SQLException {
        pool.forgetUser(pooled);
    }
}
