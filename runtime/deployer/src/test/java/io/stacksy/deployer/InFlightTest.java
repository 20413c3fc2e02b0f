package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight();

    @Test
    void letsNobodyInBeforeItIsOpened() {
        assertThat(inFlight.enter()).isFalse();
        assertThat(inFlight.inside()).isZero();
    }

    @Test
    void letsNobodyInAfterItIsClosed() throws InterruptedException {
        inFlight.open();
        assertThat(inFlight.enter()).isTrue();
        inFlight.close();
        assertThat(inFlight.enter()).isFalse();
        assertThat(inFlight.inside()).isEqualTo(1);
        inFlight.leave();
        assertThat(inFlight.awaitEmpty(Duration.ZERO)).isZero();
    }

    @Test
    void saysHowManyAreLeftWhenTheTimeIsUp() throws InterruptedException {
        inFlight.open();
        inFlight.enter();
        inFlight.close();
        assertThat(inFlight.awaitEmpty(Duration.ofMillis(5))).isEqualTo(1);
    }

    @Test
    void endsTheWaitWithTheLastOneWhoLeaves() {
        inFlight.open();
        inFlight.enter();
        inFlight.close();
        CompletableFuture<Long> left = awaiting();
        inFlight.leave();
        assertThat(left.orTimeout(5, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void endsTheWaitWhenItIsOpenedAgain() {
        inFlight.open();
        inFlight.enter();
        inFlight.close();
        CompletableFuture<Long> left = awaiting();
        inFlight.open();
        assertThat(left.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(1);
    }

    @Test
    void hasNobodyInsideOnceItIsClosedAndEmptyHoweverTheyRace() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            InFlight raced = new InFlight();
            raced.open();
            AtomicBoolean drained = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(CompletableFuture.runAsync(() -> {
                    while (raced.enter()) {
                        late.compareAndSet(false, drained.get());
                        raced.leave();
                    }
                }));
            }
            raced.close();
            assertThat(raced.awaitEmpty(Duration.ofSeconds(5))).isZero();
            drained.set(true);
            callers.forEach(CompletableFuture::join);
            assertThat(late).isFalse();
        }
    }

    private CompletableFuture<Long> awaiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return inFlight.awaitEmpty(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
