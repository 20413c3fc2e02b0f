package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private final PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private final Session session = new Session(
            new Stacksy(),
            Map.of(),
            new Terminal(new StringReader(""), nowhere, nowhere, Optional.empty(), Map.of()),
            Clock.systemUTC());
    private final FakeNode fake = new FakeNode();
    private final URI url = URI.create(fake.url());
    private final Answer begun = new Answer(url, 202, Rollouts.json("running", "", ""), Optional.of("req-1"));

    private Progress progress() {
        return new Progress(session, new Node(url, new Transport(), new GivenToken("tok")), 2, Duration.ofMillis(1));
    }

    @Test
    void givesUpWhenTheNodeStaysAway() {
        fake.close();

        assertThatThrownBy(() -> progress().follow(begun))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.exit()).isEqualTo(Exit.UNREACHABLE));
    }

    @ParameterizedTest
    @CsvSource({"401, 1", "503, 2", "404, 2"})
    void triesAgainWhateverMayPass(int status, int tries) {
        fake.says(Rollouts.EVENTS, status, "{\"detail\":\"no\"}");

        assertThatThrownBy(() -> progress().follow(begun)).hasMessage("no");
        assertThat(fake.asked).hasSize(tries);
        fake.close();
    }

    @Test
    void givesUpOnAStreamThatTellsNothing() {
        fake.says(Rollouts.EVENTS, 200, "text/event-stream", ": nothing\n\n");

        assertThatThrownBy(() -> progress().follow(begun)).hasMessageContaining("how the rollout r1 goes on");
        fake.close();
    }

    @Test
    void doesNotTakeAStateThatItDoesNotKnow() {
        assertThatThrownBy(() ->
                        progress().follow(new Answer(url, 202, Rollouts.json("paused", "", ""), Optional.empty())))
                .hasMessageContaining("as new as the node");
        fake.close();
    }
}
