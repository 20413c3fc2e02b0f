package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatelyTest {
    private final MovableClock clock = new MovableClock();
    private final Lately<String> lately = new Lately<>(clock);

    @Test
    void findsWhatWasNotedForTheVerySameCredential() {
        String end = "the same end";
        lately.note("one with " + end, "first");

        assertThat(lately.of("one with " + end)).isEqualTo("first");
        assertThat(lately.of("two with " + end)).isNull();
        assertThat(lately.of("")).isNull();

        lately.note("two with " + end, "second");
        assertThat(lately.of("two with " + end)).isEqualTo("second");
        assertThat(lately.of("one with " + end)).as("driven out").isNull();
    }

    @Test
    void forgetsAfterHalfAMinute() {
        lately.note("credential", "outcome");
        clock.move(Duration.ofSeconds(29));
        assertThat(lately.of("credential")).isEqualTo("outcome");
        clock.move(Duration.ofSeconds(2));
        assertThat(lately.of("credential")).isNull();
    }
}
