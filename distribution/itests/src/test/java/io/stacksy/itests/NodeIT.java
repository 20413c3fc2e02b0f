package io.stacksy.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.ToolName;
import io.stacksy.route.Lease;
import io.stacksy.route.Match;
import io.stacksy.route.Router;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import org.apache.felix.hc.api.condition.Healthy;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/** The node's core bundles in one Felix, and what a rollout does in it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class NodeIT {
    private static final ToolName LINKS = new ToolName("links");
    private static final Actor TEST = new Actor("test", "local");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BUNDLE = "io.stacksy.tools.links";
    private static final String OLD = "bundles/tools";
    private static final String NEW = "examples";

    @Inject
    private BundleContext context;

    @Inject
    private Deployments deployments;

    @Inject
    private Router router;

    /** The tools of the ledger are back: rollouts can begin. */
    @Inject
    @Filter("(stacksy.recovered=true)")
    private Healthy recovered;

    @Configuration
    public Option[] node() throws IOException {
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path data = Files.createTempDirectory(target, "node-");
        return Distribution.options(data, TestDatabase.url());
    }

    @Before
    public void nothingIsDeployed() throws InterruptedException {
        assertNotNull(recovered);
        if (deployments.tool(LINKS).isPresent()) {
            ended(deployments.remove(LINKS, TEST));
        }
    }

    @After
    public void nothingIsLeft() throws InterruptedException {
        nothingIsDeployed();
        assertTrue(toolBundles().isEmpty());
    }

    @Test
    public void everyBundleIsActive() {
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            assertEquals(bundle.toString(), fragment ? Bundle.RESOLVED : Bundle.ACTIVE, bundle.getState());
        }
    }

    @Test
    public void theNodeProvidesTheJakartaRestWhiteboard() {
        assertTrue(Arrays.stream(context.getBundles())
                .flatMap(bundle -> bundle.adapt(BundleWiring.class).getCapabilities("osgi.implementation").stream())
                .map(BundleCapability::getAttributes)
                .anyMatch(attributes -> "osgi.jakartars".equals(attributes.get("osgi.implementation"))));
    }

    @Test
    public void aDeployedToolAnswersWithItsOperations() throws InterruptedException {
        assertEquals(Rollout.State.LIVE, deployed(OLD).state());
        try (Lease lease = router.enter("links", () -> 0).orElseThrow()) {
            assertEquals("links@1.0.0", lease.revision().toString());
            assertTrue(lease.endpoint().match("GET", "/l/abc") instanceof Match.Found);
            assertTrue(lease.endpoint().match("POST", "/") instanceof Match.Found);
            assertTrue(lease.endpoint().match("GET", "/no/such/thing") instanceof Match.NotFound);
        }
        assertEquals(Optional.of("links"), router.claimant("l"));
    }

    @Test
    public void theSameBytesAreNothingToDo() throws InterruptedException {
        deployed(OLD);
        assertEquals(Rollout.State.NOTHING_TO_DO, deployed(OLD).state());
        assertEquals(1, toolBundles().size());
    }

    @Test
    public void aPlanInstallsNothing() throws InterruptedException {
        deployed(OLD);
        assertTrue(deployments
                .plan(Submission.of(Distribution.tool(NEW, BUNDLE)))
                .obstacles()
                .isEmpty());
        assertEquals(1, toolBundles().size());
    }

    @Test
    public void twoRevisionsAreInMemorySideBySideWithClassesOfTheirOwn() throws Exception {
        deployed(OLD);
        deployed(NEW);
        List<Bundle> both = toolBundles();
        assertEquals(2, both.size());
        String name = "io.stacksy.tools.links.LinksResource";
        assertNotEquals(both.get(0).loadClass(name), both.get(1).loadClass(name));
    }

    @Test
    public void aRequestThatIsInsideHoldsItsRevisionThroughAnUpgrade() throws InterruptedException {
        deployed(OLD);
        Lease before = router.enter("links", () -> 0).orElseThrow();
        deployed(NEW);
        try (Lease after = router.enter("links", () -> 0).orElseThrow()) {
            assertEquals("1.1.0", after.revision().version().toString());
            assertEquals("1.0.0", before.revision().version().toString());
            assertTrue(before.endpoint().match("GET", "/l/abc") instanceof Match.Found);
        } finally {
            before.close();
        }
    }

    @Test
    public void aRollbackTakesTheWarmRevisionAsItIs() throws InterruptedException {
        deployed(OLD);
        Bundle first = toolBundles().get(0);
        deployed(NEW);
        assertEquals(
                Rollout.State.LIVE,
                ended(deployments.rollBack(LINKS, Optional.empty(), TEST)).state());
        try (Lease lease = router.enter("links", () -> 0).orElseThrow()) {
            assertEquals("1.0.0", lease.revision().version().toString());
        }
        assertTrue(toolBundles().contains(first));
    }

    @Test
    public void whatAToolRegistersIsSeenByTheNodeAlone() throws Exception {
        deployed(OLD);
        Bundle tool = toolBundles().get(0);
        ServiceReference<?>[] registered = Objects.requireNonNull(tool.getRegisteredServices());
        assertTrue(registered.length > 0);
        for (ServiceReference<?> service : registered) {
            String type = ((String[]) service.getProperty(Constants.OBJECTCLASS))[0];
            ServiceReference<?>[] found = context.getAllServiceReferences(type, null);
            assertTrue(type, found == null || !List.of(found).contains(service));
        }
    }

    @Test
    public void aToolSeesNothingOfTheNodesInside() throws InterruptedException, InvalidSyntaxException {
        deployed(OLD);
        BundleContext inside = toolBundles().get(0).getBundleContext();
        assertNull(inside.getServiceReference(Deployments.class.getName()));
        assertNull(inside.getAllServiceReferences(Router.class.getName(), null));
        assertNotNull(inside.getServiceReference("javax.sql.DataSource"));
    }

    @Test
    public void aRemovedToolIsOutOfServiceAndOutOfTheFramework() throws InterruptedException {
        deployed(OLD);
        assertEquals(
                Rollout.State.REMOVED, ended(deployments.remove(LINKS, TEST)).state());
        assertTrue(router.enter("links", () -> 0).isEmpty());
        assertTrue(router.claimant("l").isEmpty());
        assertTrue(toolBundles().isEmpty());
    }

    @Test
    public void theClassesOfARemovedToolAreCollected() throws InterruptedException {
        deployed(OLD);
        WeakReference<ClassLoader> loader = new WeakReference<>(
                toolBundles().get(0).adapt(BundleWiring.class).getClassLoader());
        ended(deployments.remove(LINKS, TEST));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (loader.get() != null) {
            assertTrue("still held", System.nanoTime() < deadline);
            System.gc();
        }
    }

    @Test
    public void whoWaitsForAServiceOfAToolIsNotWoken() throws Exception {
        CompletableFuture<ServiceReference<?>> woken = new CompletableFuture<>();
        ServiceListener listener = event -> woken.complete(event.getServiceReference());
        context.addServiceListener(listener, "(objectClass=io.stacksy.tools.links.*)");
        deployed(OLD);
        context.removeServiceListener(listener);
        assertFalse(woken.isDone());
    }

    private Rollout deployed(String folder) throws InterruptedException {
        return ended(deployments.deploy(Submission.of(Distribution.tool(folder, BUNDLE)), TEST));
    }

    /** The rollout when all of it is over, its drain and retirement too. */
    private Rollout ended(Rollout rollout) throws InterruptedException {
        CompletableFuture<Rollout> end = new CompletableFuture<>();
        if (rollout.endedAt().isPresent()) {
            return rollout;
        }
        try (Deployments.Watch watch = deployments.watch(rollout.id(), now -> {
            if (now.endedAt().isPresent()) {
                end.complete(now);
            }
        })) {
            assertNotNull(watch);
            return end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(rollout.toString(), e);
        }
    }

    private List<Bundle> toolBundles() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith("stacksy-tool:"))
                .toList();
    }
}
