package io.stacksy.deployer;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolService;
import io.stacksy.route.Endpoint;
import io.stacksy.route.EndpointFactory;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A framework without bundles: it keeps a diary, and fails where it is told to. */
final class FakeBundles implements Bundles, EndpointFactory {
    private final List<String> diary = new CopyOnWriteArrayList<>();
    private final Map<String, Reason> failures = new ConcurrentHashMap<>();
    private final Set<String> unwell = ConcurrentHashMap.newKeySet();
    final Map<Revision, Reclamation> removed = new ConcurrentHashMap<>();
    final List<String> dependents = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    /** Makes {@code what}, such as {@code start echo@1.0.0}, fail. */
    void fail(String what, Reason reason) {
        failures.put(what, reason);
    }

    /** From now on the health checks of {@code revision}, such as {@code echo@1.0.0}, say down. */
    void fallIll(String revision) {
        unwell.add(revision);
    }

    void mend() {
        failures.clear();
    }

    List<String> diary() {
        return List.copyOf(diary);
    }

    private void enter(String what) {
        diary.add(what);
        Reason reason = failures.get(what);
        if (reason != null) {
            throw RolloutException.because(reason, what + " failed");
        }
    }

    @Override
    public List<Obstacle> missing(Revision revision, Archive archive) {
        return failures.containsKey("resolve " + revision)
                ? List.of(new Obstacle(Reason.UNRESOLVED, "it needs what is not there"))
                : List.of();
    }

    @Override
    public Plan.Surroundings surroundings(Archive archive, Optional<Slot> live) {
        return new Plan.Surroundings(
                live.flatMap(Slot::bundle).map(Installed::dependents).orElse(List.of()),
                List.of("org.slf4j [2.0,3) from slf4j.api 2.0.20"));
    }

    @Override
    public Installed install(Revision revision, Path jar, Reclamation reclamation) {
        enter("install " + revision);
        return new FakeInstalled(revision, ids.incrementAndGet(), reclamation);
    }

    @Override
    public <T> T call(Revision revision, Reason reason, String what, Ticker.Deadline deadline, Callable<T> code) {
        try {
            return code.call();
        } catch (RolloutException e) {
            throw e;
        } catch (Exception e) {
            throw RolloutException.because(reason, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Built build(Revision revision, long bundleId) {
        enter("publish " + revision);
        return new FakeBuilt(revision, diary);
    }

    private final class FakeInstalled implements Installed {
        private final Revision revision;
        private final long id;
        private final Reclamation reclamation;

        FakeInstalled(Revision revision, long id, Reclamation reclamation) {
            this.revision = revision;
            this.id = id;
            this.reclamation = reclamation;
        }

        @Override
        public long id() {
            return id;
        }

        @Override
        public void start(Ticker.Deadline deadline) {
            enter("start " + revision);
        }

        @Override
        public String awaitReady(Ticker.Deadline deadline) {
            enter("await-ready " + revision);
            return "no health checks";
        }

        @Override
        public List<String> failures() {
            return List.of();
        }

        @Override
        public List<String> dependents() {
            return List.copyOf(dependents);
        }

        @Override
        public Tool.Health health() {
            return unwell.contains(revision.toString()) ? Tool.Health.DOWN : Tool.Health.UP;
        }

        @Override
        public void remove(Duration timeout) {
            diary.add("remove " + revision);
            reclamation.told(new Remains(false, false, 0, List.of()));
            removed.put(revision, reclamation);
        }

        @Override
        public ToolService.Usage usage() {
            return ToolService.Usage.NONE;
        }

        @Override
        public Optional<ClassLoader> classLoader() {
            return Optional.empty();
        }
    }

    /** An endpoint that answers nothing. */
    static final class FakeBuilt implements Built, Endpoint {
        private final Revision revision;
        private final @Nullable List<String> diary;

        FakeBuilt(Revision revision, @Nullable List<String> diary) {
            this.revision = revision;
            this.diary = diary;
        }

        @Override
        public Endpoint endpoint() {
            return this;
        }

        @Override
        public void close() {
            if (diary != null) {
                diary.add("close " + revision);
            }
        }

        @Override
        public List<Operation> operations() {
            return new ArrayList<>(List.of(new Operation("GET", "/", new Rule.Anyone(), OptionalLong.empty())));
        }

        @Override
        public Match match(String method, String path) {
            return new Match.NotFound();
        }

        @Override
        public void service(HttpServletRequest request, HttpServletResponse response) {
            throw new UnsupportedOperationException("it is never asked");
        }
    }
}
