package io.stacksy.store.postgres;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database again and again whether it is there, over a connection of its own. Where no answer comes, none will
 * come over any other that is open, and all are cut: whoever waits for one hears of it now, and not when the deadline of
 * a statement has passed. Thread-safe.
 */
final class Pulse implements AutoCloseable {
    /** Together with the {@link #PATIENCE} how long somebody may wait in vain: less than three seconds. */
    private static final Duration PERIOD = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private final Connector connector;
    private final Cut cut;
    private final BooleanSupplier none;
    private final ScheduledThreadPoolExecutor executor;
    private final ScheduledFuture<?> beats;
    private @Nullable Connection connection; // after the first beat of the one thread alone

    /** Cuts all connections that are open. */
    interface Cut {
        void all() throws SQLException;
    }

    /**
     * Begins to ask, and has its answer when this returns: who is lent a connection later is looked after.
     *
     * @param none whether nobody has a connection to that database, and the pool has none
     */
    Pulse(Connector connector, Cut cut, BooleanSupplier none) {
        this.connector = connector;
        this.cut = cut;
        this.none = none;
        this.executor = new ScheduledThreadPoolExecutor(1, Pulse::thread, new ThreadPoolExecutor.DiscardPolicy());
        beat();
        this.beats = executor.scheduleWithFixedDelay(
                this::beat, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "stacksy-pulse", 0, false);
        thread.setContextClassLoader(Pulse.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    private void beat() {
        try {
            if (asked() || opened()) {
                found();
            }
        } catch (RuntimeException e) { // whatever it is, the next beat must come
            log.error("the database could not be asked whether it is there", e);
        }
    }

    /** Whether there is an answer over the connection that there is. */
    private boolean asked() {
        Connection known = connection;
        if (known == null) {
            return false;
        }
        try {
            ask(known);
            return true;
        } catch (SQLException e) {
            connection = null;
            drop(known);
            if (isSilence(e)) {
                lost(e);
                cutAll();
            }
            return false;
        }
    }

    private boolean opened() {
        try {
            Connection opening = connector.connect();
            connection = opening;
            opening.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            ask(opening);
            return true;
        } catch (SQLException e) {
            Connection opening = connection;
            connection = null;
            if (opening != null) {
                drop(opening);
            }
            if (StoreErrors.isOutage(e) || none.getAsBoolean()) {
                lost(e);
            }
            return false; // it may also be there and have no place for one more
        }
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private static boolean isSilence(SQLException error) {
        for (Throwable next = error; next != null; next = next.getCause()) {
            if (next instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void lost(SQLException why) {
        if (connector.reach().lost(why)) {
            log.warn("the database at {} is away: {}", connector.address(), StoreErrors.reason(why));
        }
    }

    private void found() {
        if (connector.reach().found()) {
            log.info("the database at {} is back", connector.address());
        }
    }

    private void cutAll() {
        try {
            cut.all();
        } catch (SQLException e) {
            log.error("connections to the database could not be cut", e);
        }
    }

    private static void drop(Connection broken) {
        try {
            broken.abort(Runnable::run);
        } catch (SQLException e) {
            log.debug("a connection was broken already when it was dropped", e);
        }
    }

    @Override
    public void close() {
        beats.cancel(false);
        executor.execute(this::leave);
        executor.shutdown();
    }

    private void leave() {
        Connection last = connection;
        connection = null;
        if (last != null) {
            drop(last);
        }
    }
}
