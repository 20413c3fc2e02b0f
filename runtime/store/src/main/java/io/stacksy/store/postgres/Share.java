package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many of the pool's connections one tool may have at a time, out of those that all tools may have. Thread-safe. */
final class Share {
    private final ToolName tool;
    private final int size;
    private final Semaphore own;
    private final Semaphore allTools;

    /**
     * Begins with nothing taken.
     *
     * @param allTools what the shares of all tools have together, so that some are left for the platform
     */
    Share(ToolName tool, int size, Semaphore allTools) {
        this.tool = tool;
        this.size = size;
        this.own = new Semaphore(size, true);
        this.allTools = allTools;
    }

    void take() throws SQLException {
        take(own, "tool '" + tool + "' has had all " + size + " connections that it may have in use");
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

    void giveBack() {
        allTools.release();
        own.release();
    }
}
