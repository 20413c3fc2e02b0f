package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClicksTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final FakeLinks links = new FakeLinks();
    private final Clicks clicks = new Clicks(links, InstantSource.fixed(NOW), Duration.ofHours(1));
    private final long osgi = link("osgi");
    private final long java = link("java");

    @AfterEach
    void end() throws InterruptedException {
        clicks.close();
    }

    @Test
    void storesManyLinksByOneStatement() {
        int before = links.statements;
        clicks.add(osgi);
        clicks.add(osgi);
        clicks.add(java);
        assertThat(links.statements).isEqualTo(before);
        assertThat(clicks.flush()).isTrue();
        assertThat(links.statements).isEqualTo(before + 1);
        assertThat(links.stored(osgi)).isEqualTo(2);
        assertThat(links.stored(java)).isEqualTo(1);
    }

    @Test
    void doesNotAskTheDatabaseWhenNobodyClicked() {
        clicks.add(osgi);
        clicks.flush();
        int before = links.statements;
        clicks.flush();
        clicks.flush();
        assertThat(links.statements).isEqualTo(before);
    }

    @Test
    void showsWhatIsNotStoredYet() {
        assertThat(clicks.pending(osgi)).isEqualTo(Clicks.Pending.NONE);
        clicks.add(osgi);
        assertThat(clicks.pending(osgi)).isEqualTo(new Clicks.Pending(1, Optional.of(NOW)));
        clicks.flush();
        assertThat(clicks.pending(osgi)).isEqualTo(Clicks.Pending.NONE);
    }

    @Test
    void countsOnAfterALinkWasIdle() {
        clicks.add(osgi);
        clicks.flush(); // stores
        clicks.flush(); // drops what is idle
        clicks.add(osgi);
        clicks.flush();
        assertThat(links.stored(osgi)).isEqualTo(2);
    }

    @Test
    void keepsTheCountsWhileTheDatabaseIsAway() {
        clicks.add(osgi);
        links.away = true;
        assertThat(clicks.flush()).isFalse();
        clicks.add(osgi);
        assertThat(clicks.flush()).isFalse();
        assertThat(clicks.pending(osgi).clicks()).isEqualTo(2);
        links.away = false;
        assertThat(clicks.flush()).isTrue();
        assertThat(links.stored(osgi)).isEqualTo(2);
    }

    @Test
    void hasRoomForSoManyLinksOnly() {
        links.away = true;
        for (long link = 0; link < Clicks.CAPACITY + 10L; link++) {
            clicks.add(1_000 + link);
        }
        assertThat(clicks.pending(1_000).clicks()).isEqualTo(1);
        assertThat(clicks.pending(1_000 + Clicks.CAPACITY + 5L).clicks()).isZero();
        clicks.add(1_000);
        assertThat(clicks.pending(1_000).clicks()).isEqualTo(2);
    }

    @Test
    void storesWhatIsLeftAtItsEnd() throws InterruptedException {
        clicks.add(osgi);
        clicks.close();
        assertThat(links.stored(osgi)).isEqualTo(1);
    }

    @Test
    void losesNoClickInARaceWithStoring() throws InterruptedException, ExecutionException {
        int threads = 4;
        int each = 20_000;
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
        try {
            Future<?> storing = pool.submit(() -> {
                while (!done.get()) {
                    clicks.flush();
                }
            });
            List<Future<?>> clicking = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                clicking.add(pool.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        clicks.add(n % 100 == 0 ? java : osgi); // the one is often idle, the other never
                    }
                }));
            }
            for (Future<?> future : clicking) {
                future.get();
            }
            done.set(true);
            storing.get();
        } finally {
            pool.shutdownNow();
        }
        clicks.flush();
        assertThat(links.stored(osgi) + links.stored(java)).isEqualTo((long) threads * each);
        assertThat(links.stored(java)).isEqualTo((long) threads * each / 100);
    }

    @Test
    void isReadExactlyWhileItIsStored() throws InterruptedException, ExecutionException {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> storing = pool.submit(() -> {
                while (!done.get()) {
                    clicks.flush();
                }
            });
            for (int n = 1; n <= 5_000; n++) {
                clicks.add(osgi);
                long sum = clicks.whileNoneIsStored(
                        () -> links.stored(osgi) + clicks.pending(osgi).clicks());
                assertThat(sum).isEqualTo(n);
            }
            done.set(true);
            storing.get();
        } finally {
            pool.shutdownNow();
        }
    }

    private long link(String code) {
        Link.Content content =
                new Link.Content(Target.stored("https://example.com/"), Optional.empty(), Given.details());
        return links.add(new Code(code), "me", content).orElseThrow().id();
    }
}
