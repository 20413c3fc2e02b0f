package io.stacksy.whiteboard;

import jakarta.ws.rs.ext.RuntimeDelegate;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.internal.ServiceFinder;
import org.glassfish.jersey.internal.inject.Providers;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Jersey, ready for use: the Jakarta REST runtime of the node, which finds parts of itself in this bundle only. Whoever
 * builds a container refers to this service, so that it is there before.
 */
@Component(service = JerseyRuntime.class)
public final class JerseyRuntime {
    /** Warns of each resource that is an object and not a class, which here most are. Held, or its level is forgotten. */
    private final Logger noise = Logger.getLogger(Providers.class.getName());

    @Activate
    public JerseyRuntime() {
        noise.setLevel(Level.SEVERE);
        ServiceFinder.setIteratorProvider(new OwnParts());
        RuntimeDelegate.setInstance(inOwnWorld(RuntimeDelegateImpl::new));
    }

    @Deactivate
    void leave() {
        RuntimeDelegate.setInstance(null);
    }

    /** Runs {@code work} with this bundle's class loader as the one of the thread. */
    static <T> T inOwnWorld(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(JerseyRuntime.class.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Looks for providers in this bundle alone, whatever the thread's class loader or other bundles have. */
    private static final class OwnParts extends ServiceFinder.ServiceIteratorProvider {
        private final ServiceFinder.ServiceIteratorProvider found = new ServiceFinder.DefaultServiceIteratorProvider();

        @Override
        public <T> Iterator<T> createIterator(
                Class<T> service, String name, ClassLoader loader, boolean ignoreOnClassNotFound) {
            return found.createIterator(service, name, own(), ignoreOnClassNotFound);
        }

        @Override
        public <T> Iterator<Class<T>> createClassIterator(
                Class<T> service, String name, ClassLoader loader, boolean ignoreOnClassNotFound) {
            return found.createClassIterator(service, name, own(), ignoreOnClassNotFound);
        }

        private static ClassLoader own() {
            return JerseyRuntime.class.getClassLoader();
        }
    }
}
