package io.stacksy.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @Test
    void isSoManyInASecondOrAMinute() {
        assertThat(Rate.parse("100/s")).isEqualTo(new Rate(100, Duration.ofSeconds(1)));
        assertThat(Rate.parse("6000/m")).isEqualTo(new Rate(6_000, Duration.ofMinutes(1)));
        assertThat(Rate.parse("9999999/s").permits()).isEqualTo(Rate.MAX_PERMITS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/s", "6000/m", "off"})
    void isWrittenAsItIsRead(String text) {
        assertThat(Rate.text(Rate.parseOrOff(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "0/s", "01/s", "-1/s", "1/h", "1 /s", "1/S", "10000000/s", "1.5/s", "OFF"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a rate such as 100/s or 6000/m");
        assertThatThrownBy(() -> Rate.parseOrOff(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a rate such as 100/s or 6000/m, or off");
    }

    @Test
    void isNothingWithoutPermits() {
        assertThatThrownBy(() -> new Rate(0, Duration.ofSeconds(1)))
                .hasMessage("0 in PT1S: must be a rate such as 100/s or 6000/m");
        assertThatThrownBy(() -> new Rate(1, Duration.ofHours(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
