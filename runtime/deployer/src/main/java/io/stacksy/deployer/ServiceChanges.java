package io.stacksy.deployer;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

/** Tells one thread of the changes in the service registry. */
final class ServiceChanges implements ServiceListener, AutoCloseable {
    private final Semaphore changes = new Semaphore(0);
    private final BundleContext context;

    private ServiceChanges(BundleContext context) {
        this.context = context;
    }

    static ServiceChanges listen(BundleContext context) {
        ServiceChanges changes = new ServiceChanges(context);
        context.addServiceListener(changes);
        return changes;
    }

    /** Waits for a change since the last call; returns whether there was one within {@code timeout}. */
    boolean await(Duration timeout) throws InterruptedException {
        boolean changed = changes.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        changes.drainPermits();
        return changed;
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        changes.release();
    }

    @Override
    public void close() {
        context.removeServiceListener(this);
    }
}
