package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private long now = 1_000;
    private final Breaker breaker = new Breaker(now);

    @Test
    void staysClosedWhileMostAnswersAreGood() {
        answers(60, 40);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.permits(now)).isTrue();
    }

    @Test
    void needsEnoughAnswersToJudge() {
        answers(0, Breaker.ENOUGH - 1);
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.answered(now, true, 50)).isEqualTo(Breaker.Change.OPENED);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.permits(now)).isFalse();
        assertThat(breaker.secondsLeft(now)).isBetween(5L, 6L);
    }

    @Test
    void forgetsFailuresOfLongAgo() {
        answers(0, Breaker.ENOUGH - 1);
        pass(11_000);
        answers(0, Breaker.ENOUGH - 1);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void remembersFailuresAcrossTheHalvesOfItsTime() {
        answers(0, Breaker.ENOUGH - 1);
        pass(6_000);
        answers(0, 1);
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void neverOpensWhereNoShareIsTooMuch() {
        for (int i = 0; i < 100; i++) {
            breaker.answered(now, true, 0);
        }
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void closesWhenAllWhoTryAfterThePauseAreAnsweredWell() {
        answers(0, Breaker.ENOUGH);
        pass(5_000);
        for (int i = 0; i < Breaker.PROBES; i++) {
            assertThat(breaker.permits(now)).isTrue();
        }
        assertThat(breaker.permits(now)).isFalse();
        answers(Breaker.PROBES - 1, 0);
        assertThat(breaker.answered(now, false, 50)).isEqualTo(Breaker.Change.CLOSED);
        assertThat(breaker.isOpen()).isFalse();
        answers(0, 1);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void pausesTwiceAsLongAfterATryThatFailed() {
        answers(0, Breaker.ENOUGH);
        pass(5_000);
        assertThat(breaker.permits(now)).isTrue();
        answers(0, 1);
        pass(9_000);
        assertThat(breaker.permits(now)).isFalse();
        pass(1_000);
        assertThat(breaker.permits(now)).isTrue();
    }

    @Test
    void takesNoNoticeOfAnswersToRequestsFromBefore() {
        answers(0, Breaker.ENOUGH);
        answers(10, 10);
        pass(5_000);
        assertThat(breaker.permits(now)).isTrue();
    }

    private void answers(int good, int failed) {
        for (int i = 0; i < good + failed; i++) {
            breaker.answered(now, i >= good, 50);
        }
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
