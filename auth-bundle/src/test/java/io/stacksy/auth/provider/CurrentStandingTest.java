package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CurrentStandingTest {
    private final UUID session = UUID.randomUUID();
    private final AccessToken token = new AccessToken(
            UUID.randomUUID(),
            session,
            new Identity("1", "ada", Set.of(), Optional.of(session.toString())),
            "key-1",
            Instant.MAX);
    private Runnable whileReading = () -> {};
    private Set<UUID> stored = Set.of();
    private final CurrentStanding standing =
            new CurrentStanding(this::read, Duration.ofMinutes(15), Duration.ofMinutes(1), new MovableClock());

    @Test
    void aReadingThatBeganBeforeARevocationDoesNotUndoIt() {
        whileReading = () -> standing.revoked(session);
        standing.refresh();
        assertThatThrownBy(() -> standing.confirm(token)).isInstanceOf(AuthException.class);
    }

    @Test
    void aLaterReadingHasTheLastWord() {
        standing.revoked(session);
        stored = Set.of(session);
        standing.refresh();
        assertThatThrownBy(() -> standing.confirm(token)).isInstanceOf(AuthException.class);

        stored = Set.of();
        standing.refresh();
        assertThatCode(() -> standing.confirm(token)).doesNotThrowAnyException();
    }

    private Standing read(Duration window) {
        Standing read = new Standing(stored, Map.of(), Map.of());
        whileReading.run();
        return read;
    }
}
