package io.stacksy.launcher;

import io.stacksy.settings.NodeSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework with the bundles of a node. Used by one thread; tells what happens in it from any. */
final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Property of the service that says the node serves. */
    private static final String READY = "(stacksy.ready=node)";

    /** Property of the service that lets the node's requests end. */
    private static final String DRAIN = "(stacksy.drain=node)";

    private static final long STOP_MILLIS = 20_000;

    private final Framework framework;
    private final BundleLogs logs = new BundleLogs();
    private final List<Bundle> bundles = new ArrayList<>();

    private Node(DataFolder data, boolean verbose) {
        framework = new FrameworkFactory().newFramework(FrameworkProperties.of(data, verbose, new FrameworkLog()));
    }

    /** Makes the framework ready to install into. */
    static Node open(DataFolder data, boolean verbose, Consumer<Event> events) {
        Node node = new Node(data, verbose);
        try {
            node.framework.init();
            node.logs.register(node.framework.getBundleContext());
            node.listen(node.framework.getBundleContext(), events);
        } catch (BundleException | InvalidSyntaxException e) {
            throw StartException.framework(e);
        }
        return node;
    }

    private void listen(BundleContext context, Consumer<Event> events) throws InvalidSyntaxException {
        AllServiceListener ready = event -> {
            if (event.getType() == ServiceEvent.REGISTERED && isOfTheNode(event.getServiceReference())) {
                events.accept(
                        new Event.Ready((Integer) event.getServiceReference().getProperty("stacksy.port")));
            }
        };
        context.addServiceListener(ready, READY);
        SynchronousBundleListener listener = event -> {
            if (event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID
                    && event.getType() == BundleEvent.STOPPING) {
                events.accept(new Event.Stopping());
            }
        };
        context.addBundleListener(listener);
    }

    /** Whether it is not a tool that says so: from the framework, nothing that a tool registers can be hidden. */
    private boolean isOfTheNode(ServiceReference<?> service) {
        return bundles.contains(service.getBundle());
    }

    /** Installs all bundles, so that one may use what a later one exports. */
    void install(RunList runList) {
        for (RunList.Item item : runList.items()) {
            try {
                Bundle bundle = framework
                        .getBundleContext()
                        .installBundle("reference:" + item.jar().toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(item.level());
                bundles.add(bundle);
            } catch (BundleException e) {
                throw StartException.bundle(
                        item.jar().getFileName().toString(), "cannot be installed: " + StartException.reason(e), e);
            }
        }
        // tools come after, so on the way down they go first
        framework.adapt(FrameworkStartLevel.class).setInitialBundleStartLevel(runList.highestLevel() + 1);
    }

    /** Starts all bundles but those of the highest level, which are the platform itself. */
    void startLibraries() {
        try {
            framework.start();
        } catch (BundleException e) {
            throw StartException.framework(e);
        }
        bundles.stream().filter(bundle -> !isPlatform(bundle)).forEach(Node::start);
    }

    /** Starts the bundles that are the platform itself. What they are told is handed over before. */
    void startPlatform() {
        bundles.stream().filter(this::isPlatform).forEach(Node::start);
    }

    private boolean isPlatform(Bundle bundle) {
        int tools = framework.adapt(FrameworkStartLevel.class).getInitialBundleStartLevel();
        return bundle.adapt(BundleStartLevel.class).getStartLevel() == tools - 1;
    }

    private static void start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        try {
            bundle.start();
        } catch (BundleException e) {
            String problem = e.getType() == BundleException.RESOLVE_ERROR
                    ? "does not resolve: " + Missing.requirement(StartException.reason(e))
                    : "does not start: " + (e.getCause() == null ? e : e.getCause());
            throw StartException.bundle(bundle.getSymbolicName(), problem, e);
        }
    }

    /** The way to hand configurations over. */
    HandOver handOver() {
        BundleContext context = framework.getBundleContext();
        ServiceReference<ConfigurationAdmin> admin = context.getServiceReference(ConfigurationAdmin.class);
        if (admin == null) {
            throw StartException.distribution("no bundle in the run list brings a ConfigurationAdmin");
        }
        HandOver handOver = new HandOver(context.getService(admin));
        context.registerService(ConfigurationListener.class, handOver, null);
        return handOver;
    }

    /** Lets bundles see the settings. */
    void offer(NodeSettings settings) {
        framework.getBundleContext().registerService(NodeSettings.class, settings, null);
    }

    /** What stands in the way of a node that is not ready. */
    String missing() {
        return Missing.in(framework.getBundleContext(), bundles, logs.lastError());
    }

    /** Stops taking requests and returns when those under way are done. */
    void drain() {
        BundleContext context = framework.getBundleContext();
        try {
            Collection<ServiceReference<AutoCloseable>> references =
                    context.getServiceReferences(AutoCloseable.class, DRAIN);
            for (ServiceReference<AutoCloseable> reference : references) {
                AutoCloseable drain = isOfTheNode(reference) ? context.getService(reference) : null;
                if (drain != null) {
                    drain.close();
                }
            }
        } catch (Exception e) { // as AutoCloseable declares; the node ends all the same
            LOG.error("the node did not drain", e);
        }
    }

    /** Stops all bundles and the framework. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            LOG.error("the framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
