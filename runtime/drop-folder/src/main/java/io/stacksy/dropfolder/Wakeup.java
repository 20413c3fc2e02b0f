package io.stacksy.dropfolder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time until the next look at a folder: until something happens in it, where the system tells of that, and never
 * longer than asked for, as some file systems tell of nothing.
 */
final class Wakeup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeup.class);

    private final Path folder;
    private final Optional<WatchService> watch;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable WatchKey key;

    Wakeup(Path folder) {
        this.folder = folder;
        this.watch = open(folder);
    }

    private static Optional<WatchService> open(Path folder) {
        try {
            return Optional.of(folder.getFileSystem().newWatchService());
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("nothing tells of changes in {}, so it is only looked at now and then: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    /** Returns whether it was woken before {@code most} was over. */
    boolean await(Duration most) throws InterruptedException {
        if (watch.isEmpty() || !isRegistered(watch.get())) {
            pause(most);
            return false;
        }
        try {
            WatchKey woken = watch.get().poll(most.toMillis(), TimeUnit.MILLISECONDS);
            if (woken == null) {
                return false;
            }
            woken.pollEvents();
            woken.reset();
            return true;
        } catch (ClosedWatchServiceException e) {
            LOG.debug("the node stops", e);
            return false;
        }
    }

    /** Waits, whatever happens in the folder, but no longer than until this is closed. */
    void pause(Duration time) throws InterruptedException {
        boolean unused = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A folder that was made anew is another one to the system. */
    private boolean isRegistered(WatchService service) {
        if (key != null && key.isValid()) {
            return true;
        }
        try {
            key = folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return true;
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.debug("{} cannot be watched now", folder, e);
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        watch.ifPresent(service -> {
            try {
                service.close();
            } catch (IOException e) {
                LOG.warn("{} is still watched: {}", folder, e.toString());
            }
        });
    }
}
