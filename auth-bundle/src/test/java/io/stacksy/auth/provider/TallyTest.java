package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
    private static final Tally.Recent NONE = new Tally.Recent(0, Duration.ZERO);

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 0", "3, 1", "4, 2", "5, 4", "12, 512", "13, 900", "14, 900", "100000, 900"})
    void s12TheDelayDoublesFromASecondToAQuarterOfAnHour(long failures, long seconds) {
        Tally.Recent now = new Tally.Recent(failures, Duration.ZERO);
        assertThat(new Tally(failures, now, NONE).delay()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(new Tally(0, NONE, new Tally.Recent(failures + 27, Duration.ZERO)).delay())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void s12WhatFailedElsewhereDelaysNobodyHere() {
        assertThat(new Tally(1_000, NONE, NONE).delay()).isEqualTo(Duration.ZERO);
        assertThat(new Tally(1_000, new Tally.Recent(2, Duration.ZERO), NONE).delay())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void aGuessSpreadOverManyAddressesIsNoCheaper() {
        assertThat(new Tally(1_000, new Tally.Recent(3, Duration.ZERO), NONE).delay())
                .isEqualTo(Tally.DELAY_MAX);
    }

    @Test
    void theDelayRunsFromTheLastFailureOn() {
        Tally.Recent three = new Tally.Recent(5, Duration.ofMillis(2_500));
        assertThat(new Tally(5, three, three).delay()).isEqualTo(Duration.ofMillis(1_500));
        Tally.Recent past = new Tally.Recent(5, Duration.ofSeconds(4));
        assertThat(new Tally(5, past, past).delay()).isEqualTo(Duration.ZERO);
    }
}
