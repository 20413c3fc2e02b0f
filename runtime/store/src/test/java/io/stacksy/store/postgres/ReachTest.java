package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReachTest {
    private final SQLException refused = new SQLException("refused", "08001");

    private final AtomicLong time = new AtomicLong(100);
    private final Reach reach = new Reach(time::get);

    @Test
    void isGoodUntilSomebodyFindsOtherwise() throws SQLException {
        reach.require();
        assertThat(reach.found()).isFalse();
        assertThat(reach.wasLostSince(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void isNewsOnceEachTime() {
        assertThat(reach.lost(refused)).isTrue();
        assertThat(reach.lost(refused)).isFalse();
        assertThat(reach.found()).isTrue();
        assertThat(reach.found()).isFalse();
    }

    @Test
    void saysAtOnceThatAndWhyItIsAway() {
        reach.lost(refused);
        assertThatThrownBy(reach::require)
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessage("the database is away")
                .hasCause(refused);
    }

    @Test
    void wasLostForAllTheTimeUntilItWasFound() {
        reach.lost(refused);
        time.set(500);
        assertThat(reach.wasLostSince(499)).as("still away").isTrue();
        reach.found();
        assertThat(reach.wasLostSince(500)).isTrue();
        assertThat(reach.wasLostSince(501)).isFalse();
    }

    @Test
    void takesNoteOfALostConnectionAndNotOfASlowStatement() {
        reach.note(new SQLException("canceling statement due to statement timeout", "57014"));
        reach.note(new SQLException("no such table", "42P01"));
        reach.note(new SQLException("no state"));
        assertThat(reach.wasLostSince(100)).isFalse();
        reach.note(new SQLException("an I/O error occurred", "08006"));
        assertThat(reach.wasLostSince(100)).isTrue();
        time.set(200);
        reach.note(new SQLException("terminating connection due to administrator command", "57P01"));
        assertThat(reach.wasLostSince(200)).isTrue();
    }

    @Test
    void whoWaitsGoesOnWhenItIsFound() throws Exception {
        reach.lost(refused);
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                reach.await(TimeUnit.MINUTES.toNanos(1));
                waiting.complete(null);
            } catch (SQLException e) {
                waiting.completeExceptionally(e);
            }
        });
        waiter.start();
        reach.found();
        waiting.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoWaitsGivesUpInTheEnd() {
        reach.lost(refused);
        assertThatThrownBy(() -> reach.await(1)).hasMessage("the database is away");
    }

    @Test
    void whoWaitsCanBeInterrupted() {
        reach.lost(refused);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reach.await(TimeUnit.MINUTES.toNanos(1)))
                .hasMessage("interrupted while the database is away");
        assertThat(Thread.interrupted()).isTrue();
    }
}
