package io.stacksy.deployer;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.ToolLocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** Tool bundles in the OSGi framework that this runs in. Thread-safe. */
final class FrameworkBundles implements Bundles {
    private final BundleContext context;
    private final FrameworkWiring wiring;
    private final Components components;
    private final ToolServices services;
    private final LeakCheck leaks;
    private final Place places;
    private final Ticker ticker;
    private final AtomicLong installed = new AtomicLong();

    FrameworkBundles(
            BundleContext context,
            ServiceComponentRuntime runtime,
            ToolServices services,
            LeakCheck leaks,
            Place places,
            Ticker ticker) {
        this.context = context;
        this.wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        this.components = new Components(context, runtime);
        this.services = services;
        this.leaks = leaks;
        this.places = places;
        this.ticker = ticker;
    }

    @Override
    public List<Obstacle> missing(Revision revision, Archive archive) {
        return new Resolution(wiring).missing(revision, archive);
    }

    @Override
    public Plan.Surroundings surroundings(Archive archive, Optional<Slot> live) {
        return new Plan.Surroundings(
                live.flatMap(Slot::bundle).map(Installed::dependents).orElse(List.of()),
                new Resolution(wiring).imports(archive));
    }

    @Override
    public Installed install(Revision revision, Path jar, Reclamation reclamation) {
        String location = ToolLocation.of(revision, installed.incrementAndGet());
        try (InputStream in = Files.newInputStream(jar)) {
            Bundle bundle = context.installBundle(location, in);
            services.admit(bundle, revision);
            return new ToolBundle(this, revision, bundle, reclamation);
        } catch (BundleException e) {
            throw RolloutException.because(
                    Reason.BAD_ARTIFACT, revision + " is refused by the framework: " + Words.cause(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar, e);
        }
    }

    @Override
    public <T> T call(Revision revision, Reason reason, String what, Ticker.Deadline deadline, Callable<T> code)
            throws InterruptedException {
        try {
            return Bounded.call(revision + " " + what, getClass().getClassLoader(), deadline, code);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String says = cause instanceof IllegalArgumentException refused
                    ? String.valueOf(refused.getMessage())
                    : Words.cause(cause);
            throw RolloutException.because(reason, revision + ": " + says, cause);
        } catch (TimeoutException e) {
            throw RolloutException.because(
                    reason,
                    revision + ": " + what + " did not come about within "
                            + deadline.timeout().toMillis() + " ms",
                    e);
        }
    }

    BundleContext context() {
        return context;
    }

    FrameworkWiring wiring() {
        return wiring;
    }

    Components components() {
        return components;
    }

    ToolServices services() {
        return services;
    }

    LeakCheck leaks() {
        return leaks;
    }

    /** Where to look for what holds a revision that was removed. */
    Place places() {
        return places;
    }

    Ticker ticker() {
        return ticker;
    }
}
