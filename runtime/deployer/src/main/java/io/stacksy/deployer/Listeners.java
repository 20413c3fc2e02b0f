package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All revision listeners of the node as one. Thread-safe. */
final class Listeners implements RevisionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final RevisionListener own;
    private final ServiceTracker<RevisionListener, RevisionListener> others;

    private Listeners(BundleContext context, RevisionListener own) {
        this.own = own;
        this.others = new ServiceTracker<>(context, RevisionListener.class, null);
    }

    /** @param own told first */
    static Listeners open(BundleContext context, RevisionListener own) {
        Listeners listeners = new Listeners(context, own);
        listeners.others.open();
        return listeners;
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        own.changed(revision, state);
        for (RevisionListener listener : others.getServices(new RevisionListener[0])) {
            try {
                listener.changed(revision, state);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at {} {}", revision, state.label(), e);
            }
        }
    }

    @Override
    public void close() {
        others.close();
    }
}
