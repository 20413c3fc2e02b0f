package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** How many of the pool's connections one tool may have at a time, out of those that all tools may have. Thread-safe. */
final class Share {
    private final ToolName tool;
    private final IntSupplier size;
    private final Places own;
    private final Semaphore allTools;

    /**
     * Begins with nothing taken.
     *
     * @param size how many connections the tool may have; may change
     * @param allTools what the shares of all tools have together, so that some are left for the platform
     */
    Share(ToolName tool, IntSupplier size, Semaphore allTools) {
        this.tool = tool;
        this.size = size;
        this.own = new Places(size.getAsInt());
        this.allTools = allTools;
    }

    void take() throws SQLException {
        int allowed = own.resize(size.getAsInt());
        take(own, "tool '" + tool + "' has had all " + allowed + " connections that it may have in use");
        boolean taken = false;
        try {
            take(allTools, "tools have had all connections that they may have in use");
            taken = true;
        } finally {
            if (!taken) {
                own.release();
            }
        }
    }

    private static void take(Semaphore from, String otherwise) throws SQLException {
        try {
            if (!from.tryAcquire(Pool.WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(otherwise + " for " + Pool.WAIT.toMillis() + " ms", "53300");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", "57014", e);
        }
    }

    /** How many wait for one more than the tool may have. */
    int waiting() {
        return own.getQueueLength();
    }

    void giveBack() {
        allTools.release();
        own.release();
    }

    /** As many places as there may be now: whoever has one keeps it when there are to be fewer. */
    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1L;

        private int number;

        Places(int number) {
            super(number, true);
            this.number = number;
        }

        synchronized int resize(int wanted) {
            if (wanted > number) {
                release(wanted - number);
            } else if (wanted < number) {
                reducePermits(number - wanted);
            }
            number = wanted;
            return number;
        }
    }
}
