package io.stacksy.deployer;

import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One tool bundle in the framework. */
final class ToolBundle implements Installed {
    private static final Logger LOG = LoggerFactory.getLogger(ToolBundle.class);
    private static final Duration REFRESH_TIMEOUT = Duration.ofSeconds(10);

    /** How long an activator that was interrupted may take to notice. */
    private static final Duration GIVEN_UP_PATIENCE = Duration.ofSeconds(1);

    private final FrameworkBundles framework;
    private final Revision revision;
    private final Bundle bundle;
    private final Bundles.Reclamation reclamation;
    private final Readiness readiness;
    private volatile boolean startGivenUp;

    ToolBundle(FrameworkBundles framework, Revision revision, Bundle bundle, Bundles.Reclamation reclamation) {
        this.framework = framework;
        this.revision = revision;
        this.bundle = bundle;
        this.reclamation = reclamation;
        this.readiness = new Readiness(framework.context(), bundle, revision, framework.ticker());
    }

    @Override
    public long id() {
        return bundle.getBundleId();
    }

    @Override
    public void start(Ticker.Deadline deadline) throws InterruptedException {
        framework.wiring().resolveBundles(List.of(bundle)); // where this fails, the start says why
        try {
            Bounded.call(revision + " start", loader(), deadline, this::startNow);
        } catch (ExecutionException e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            startGivenUp = true;
            throw RolloutException.because(
                    Reason.START_FAILED,
                    revision + " did not start: its activator did not return within "
                            + deadline.timeout().toMillis() + " ms; an activator must not wait or loop",
                    e);
        }
        if (bundle.getState() != Bundle.ACTIVE) {
            throw RolloutException.because(
                    Reason.START_FAILED, revision + " did not start, or stopped itself as soon as it had");
        }
        framework.components().await(revision, bundle, deadline);
    }

    private boolean startNow() throws BundleException {
        try {
            bundle.start(Bundle.START_TRANSIENT);
            return true;
        } finally {
            // until now its lock was held, so that it could not be removed
            if (startGivenUp && bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
    }

    private RolloutException refused(Throwable e) {
        if (e instanceof BundleException refusal && refusal.getType() == BundleException.RESOLVE_ERROR) {
            return RolloutException.because(
                    Reason.UNRESOLVED,
                    revision + " does not resolve: " + Words.firstLine(String.valueOf(e.getMessage())),
                    e);
        }
        String who = e instanceof BundleException refusal && refusal.getType() == BundleException.ACTIVATOR_ERROR
                ? "its activator failed: "
                : "";
        return RolloutException.because(Reason.START_FAILED, revision + " did not start: " + who + Words.cause(e), e);
    }

    @Override
    public String awaitReady(Ticker.Deadline deadline) throws InterruptedException {
        return readiness.await(deadline);
    }

    @Override
    public List<String> failures() {
        return framework.components().failures(bundle);
    }

    @Override
    public List<String> dependents() {
        return framework.wiring().getDependencyClosure(List.of(bundle)).stream()
                .filter(other -> !other.equals(bundle))
                .map(other -> other.getSymbolicName() + "@" + other.getVersion())
                .sorted()
                .toList();
    }

    @Override
    public Tool.Health health() {
        return readiness.health();
    }

    @Override
    public ToolService.Usage usage() {
        return framework.services().usage(bundle);
    }

    @Override
    public Optional<ClassLoader> classLoader() {
        return Optional.ofNullable(loader());
    }

    @Override
    public void remove(Duration timeout) {
        ClassLoader loader = loader();
        Findings findings = new Findings(framework.places());
        boolean interrupted = false;
        try {
            uninstall(loader, timeout);
            int inUse = framework.services().dismiss(bundle);
            if (inUse > 0) {
                findings.note(Removal.Kind.CONNECTION, inUse + " in use", "cut when the data source was closed");
            }
            if (loader != null) {
                findings.mend(loader);
            }
            refresh();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (loader != null) {
            framework.leaks().watch(revision, loader, findings, reclamation);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void uninstall(@Nullable ClassLoader loader, Duration timeout) throws InterruptedException {
        try {
            Duration patience = startGivenUp ? GIVEN_UP_PATIENCE : timeout;
            Bounded.call(revision + " stop", loader, framework.ticker().in(patience), () -> {
                bundle.uninstall();
                return true;
            });
        } catch (ExecutionException e) {
            LOG.warn("{} was not uninstalled: {}", revision, Words.cause(e), e);
        } catch (TimeoutException e) {
            LOG.warn("{} does not stop and is left to itself until it does", revision);
        }
    }

    /** Lets the framework drop the classes of what was uninstalled. */
    private void refresh() throws InterruptedException {
        if (bundle.getState() != Bundle.UNINSTALLED) {
            return;
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        framework.wiring().refreshBundles(List.of(bundle), event -> refreshed.countDown());
        if (!refreshed.await(REFRESH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("{} was not refreshed within {} ms", revision, REFRESH_TIMEOUT.toMillis());
        }
    }

    private @Nullable ClassLoader loader() {
        return Optional.ofNullable(bundle.adapt(BundleWiring.class))
                .map(BundleWiring::getClassLoader)
                .orElse(null);
    }
}
