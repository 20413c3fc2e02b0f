package io.stacksy.launcher;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that gets ready while other things are done. Thread-safe. */
final class DatabaseStart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseStart.class);

    private final FutureTask<Database> task;

    private DatabaseStart(FutureTask<Database> task) {
        this.task = task;
    }

    /**
     * Begins to start a database.
     *
     * @param database makes the database, not started
     */
    static DatabaseStart begin(Callable<Database> database) {
        FutureTask<Database> task = new FutureTask<>(() -> {
            Database made = database.call();
            made.start();
            return made;
        });
        new Thread(task, "database-start").start();
        return new DatabaseStart(task);
    }

    /**
     * Waits for the database.
     *
     * @throws StartException if it did not start
     */
    Database await() throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the database, once it is started. A second call does nothing. */
    @Override
    public void close() {
        try {
            await().close();
        } catch (StartException e) {
            LOG.debug("no database to end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("the database was not waited for", e);
        }
    }
}
