package io.stacksy.guard;

import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Plan.RefusedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Refuses calls by rewriting the classes of tools as they are loaded. */
@Component(service = Guard.class)
public final class WeavingGuard implements Guard {
    private final ServiceRegistration<WeavingHook> hook;

    /** Puts the guard into force: before anything that needs this service has it, and so before any tool is there. */
    @Activate
    public WeavingGuard(BundleContext context) {
        // not as a component: the framework passes over a hook that is only being made when it asks for it
        hook = context.registerService(WeavingHook.class, new Weaving(), null);
    }

    @Deactivate
    public void stop() {
        hook.unregister();
    }

    @Override
    public List<RefusedCall> refusedCalls(Path jar) {
        try {
            return JarScan.of(jar, MAX_NAMED);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }
}
