package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.route.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final int SWITCHES = 2_000;

    private final RouteTable routes = new RouteTable(name -> Optional.empty(), since -> false);

    @Test
    void knowsNoToolBeforeOneIsPut() {
        assertThat(routes.enter("echo", () -> 0)).isEmpty();
        assertThat(routes.claimant("e")).isEmpty();
    }

    @Test
    void sendsAnAliasToItsToolUntilTheToolLetsItGo() {
        routes.put(slot(1, List.of("/e")));
        assertThat(routes.claimant("e")).contains("echo");
        routes.put(slot(2, List.of()));
        assertThat(routes.claimant("e")).isEmpty();
    }

    @Test
    void keepsARequestOnTheRevisionItBeganOn() {
        Slot first = slot(1, List.of());
        routes.put(first);
        Lease lease = routes.enter("echo", () -> 0).orElseThrow();
        routes.put(slot(2, List.of()));
        assertThat(lease.revision()).isEqualTo(first.revision());
        assertThat(first.inFlight().inside()).isEqualTo(1);
        lease.close();
        lease.close();
        assertThat(first.inFlight().inside()).isZero();
    }

    @Test
    void hasNothingForAToolThatWasRemoved() {
        routes.put(slot(1, List.of("/e")));
        routes.remove(new ToolName("echo"));
        assertThat(routes.enter("echo", () -> 0)).isEmpty();
        assertThat(routes.claimant("e")).isEmpty();
    }

    @Test
    void losesNoRequestAndDrainsExactlyWhileRevisionsAreSwitchedUnderLoad() throws InterruptedException {
        routes.put(slot(0, List.of()));
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong answered = new AtomicLong();
        AtomicLong lost = new AtomicLong();
        Set<Revision> drained = ConcurrentHashMap.newKeySet();
        Set<Revision> late = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            callers.add(CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    Optional<Lease> lease = routes.enter("echo", () -> 0);
                    lease.ifPresentOrElse(
                            held -> {
                                if (drained.contains(held.revision())) {
                                    late.add(held.revision());
                                }
                                answered.incrementAndGet();
                                held.close();
                            },
                            lost::incrementAndGet);
                }
            }));
        }
        Set<Long> left = new HashSet<>();
        for (int number = 1; number <= SWITCHES; number++) {
            Slot before = slot(number, List.of());
            routes.put(before);
            routes.put(slot(SWITCHES + number, List.of()));
            left.add(before.inFlight().awaitEmpty(Duration.ofSeconds(5)));
            drained.add(before.revision());
        }
        over.set(true);
        callers.forEach(CompletableFuture::join);
        assertThat(answered.get()).isPositive();
        assertThat(lost).hasValue(0);
        assertThat(late).isEmpty();
        assertThat(left).containsExactly(0L);
    }

    private static Slot slot(int number, List<String> aliases) {
        Revision revision =
                new Revision(new ToolName("echo"), new Version(1, 0, number, ""), "%064x".formatted(number));
        Slot slot = Slot.staged(revision, aliases, Instant.EPOCH);
        slot.built(new FakeBundles.FakeBuilt(revision, null));
        return slot;
    }
}
