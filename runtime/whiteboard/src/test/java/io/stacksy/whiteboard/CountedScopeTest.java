package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.glassfish.jersey.inject.hk2.Hk2RequestScope;
import org.glassfish.jersey.internal.inject.ForeignDescriptor;
import org.junit.jupiter.api.Test;

class CountedScopeTest {
    private final CountedScope scope = new CountedScope();

    @Test
    void isEmptyAtFirst() {
        assertThat(scope.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void isAwaitedUntilTheLastThreadIsOut() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> request = CompletableFuture.runAsync(() -> scope.runInScope(() -> {
            entered.countDown();
            await(leave);
        }));
        await(entered);
        assertThat(scope.awaitEmpty(Duration.ofMillis(5))).isFalse();
        CompletableFuture<Boolean> closing =
                CompletableFuture.supplyAsync(() -> scope.awaitEmpty(Duration.ofSeconds(20)));
        leave.countDown();
        assertThat(closing.join()).isTrue();
        request.join();
    }

    @Test
    void leavesNothingOnAThreadThatFailsToLeave() {
        assertThatThrownBy(() -> scope.runInScope(this::holdWhatCannotBeGivenBack))
                .hasMessage("gone already");
        assertThat(scope.awaitEmpty(Duration.ZERO)).isTrue();
        assertThatThrownBy(scope::current).hasMessageContaining("Not inside");
    }

    private void holdWhatCannotBeGivenBack() {
        ForeignDescriptor descriptor = ForeignDescriptor.wrap("held", instance -> {
            throw new IllegalStateException("gone already");
        });
        ((Hk2RequestScope.Instance) scope.current()).put(descriptor, "held");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
