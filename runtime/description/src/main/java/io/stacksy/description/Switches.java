package io.stacksy.description;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.RevisionState;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * How often the state of a revision has changed, so that it can be seen whether it has. A component of its own, for the
 * deployer tells it and needs nothing that needs the deployer. Thread-safe.
 */
@Component(service = {RevisionListener.class, Switches.class})
public final class Switches implements RevisionListener {
    private final AtomicLong count = new AtomicLong();

    @Activate
    public Switches() {}

    long count() {
        return count.get();
    }

    @Override
    public void changed(Revision revision, RevisionState state) {
        count.incrementAndGet();
    }
}
