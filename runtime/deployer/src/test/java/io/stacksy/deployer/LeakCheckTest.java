package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Removal.Kind;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LeakCheckTest {
    private static final ToolName ECHO = new ToolName("echo");
    private static final Revision REVISION = new Revision(ECHO, Version.parse("1.0.0"), "0".repeat(64));

    private final Deque<Runnable> timed = new ArrayDeque<>();
    private final Map<ToolName, Integer> counts = new HashMap<>();
    private final List<Bundles.Remains> told = new ArrayList<>();
    private final List<Place.Found> there = new ArrayList<>();
    private boolean idle = true;
    private @Nullable ClassLoader loader = new URLClassLoader(new URL[0]);

    private final LeakCheck check = new LeakCheck(this::after, () -> idle, counts::put);

    private Future<?> after(Duration delay, Runnable task) {
        timed.add(task);
        return new CompletableFuture<>();
    }

    private void watch() {
        check.watch(REVISION, Objects.requireNonNull(loader), new Findings(loader -> List.copyOf(there)), told::add);
    }

    private void round() {
        timed.remove().run();
    }

    @Test
    void saysThatItIsGoneAsSoonAsItIs() {
        watch();
        assertThat(told).containsExactly(new Bundles.Remains(false, false, 0, List.of()));
        assertThat(check.pending()).isOne();
        loader = null;
        round();
        assertThat(told.get(1)).isEqualTo(new Bundles.Remains(true, true, 1, List.of()));
        assertThat(check.pending()).isZero();
        assertThat(timed).isEmpty();
    }

    @Test
    void namesWhatStillHoldsItWhenItsTimeIsOver() {
        there.add(new Place.Found(Kind.THREAD, "deaf", "in org.example.Deaf.run", () -> {}));
        watch();
        for (int i = 0; i <= LeakCheck.TRIES; i++) {
            round();
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(1).collected()).isFalse();
        assertThat(told.get(1).concluded()).isTrue();
        assertThat(told.get(1).collections()).isEqualTo(LeakCheck.TRIES);
        assertThat(told.get(1).holders())
                .singleElement()
                .satisfies(holder -> assertThat(holder).hasToString("thread 'deaf' (in org.example.Deaf.run)"))
                .satisfies(holder -> assertThat(holder.mended()).isFalse());
        assertThat(counts).containsEntry(ECHO, 1);

        loader = null;
        System.gc(); // somebody else's: this asks for none any more
        while (told.size() < 3) {
            round();
        }
        assertThat(told.get(2).collected()).isTrue();
        assertThat(told.get(2).holders()).allMatch(holder -> holder.mended());
        assertThat(counts).containsEntry(ECHO, 0);
    }

    @Test
    void collectsOnceMoreAfterTheLastHolderWent() {
        there.add(new Place.Found(Kind.THREAD, "slow", "in org.example.Slow.run", () -> {}));
        watch();
        for (int i = 0; i < LeakCheck.TRIES; i++) {
            round(); // before each collection it is still there
        }
        there.clear();
        loader = null;
        round();
        assertThat(told.get(1).collected()).isTrue();
        assertThat(told.get(1).collections()).isEqualTo(LeakCheck.TRIES + 1);
    }

    @Test
    void whatNobodySeesCountsAsHeldWhenItsTimeIsOver() {
        there.add(new Place.Found(Kind.THREAD, "slow", "in org.example.Slow.run", there::clear));
        watch();
        for (int i = 0; i <= LeakCheck.TRIES; i++) {
            round();
        }
        assertThat(told).hasSize(2);
        assertThat(told.get(1).concluded()).isTrue();
        assertThat(told.get(1).collections()).isEqualTo(LeakCheck.TRIES);
    }

    @Test
    void doesNotDisturbARollout() {
        idle = false;
        watch();
        for (int i = 0; i < 20; i++) {
            round();
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void whatWasMendedIsNotThereAtTheNextLook() {
        there.add(new Place.Found(Kind.TIMER, "tick", "a timer", there::clear));
        watch();
        Findings findings = new Findings(any -> List.copyOf(there));
        findings.mend(Objects.requireNonNull(loader));
        assertThat(findings.holders(false)).noneMatch(holder -> holder.mended());
        findings.mend(Objects.requireNonNull(loader));
        assertThat(findings.holders(false)).allMatch(holder -> holder.mended()).hasSize(1);
    }
}
