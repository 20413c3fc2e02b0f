package io.stacksy.whiteboard;

import jakarta.ws.rs.ServiceUnavailableException;
import java.util.function.Consumer;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.DisposableSupplier;
import org.glassfish.jersey.internal.inject.SupplierInstanceBinding;
import org.glassfish.jersey.process.internal.RequestScoped;

/** Gives each request objects of its own, and takes them back when its answer is complete, however long that takes. */
final class PerRequestBinder extends AbstractBinder {
    private final Blueprint.PerRequest resource;
    private final Consumer<Object> injector;

    PerRequestBinder(Blueprint.PerRequest resource, Consumer<Object> injector) {
        this.resource = resource;
        this.injector = injector;
    }

    @Override
    protected void configure() {
        SupplierInstanceBinding<Object> binding = bindFactory(new Supply(resource, injector));
        binding.to(resource.type()).proxy(false).in(RequestScoped.class);
        binding.ranked(Integer.MAX_VALUE);
    }

    private record Supply(Blueprint.PerRequest resource, Consumer<Object> injector)
            implements DisposableSupplier<Object> {
        @Override
        public Object get() {
            Object instance = resource.instances().get();
            if (instance == null) {
                throw new ServiceUnavailableException();
            }
            injector.accept(instance);
            return instance;
        }

        @Override
        public void dispose(Object instance) {
            resource.instances().release(instance);
        }
    }
}
