package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.store.StoreException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastUsesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private final Map<String, Instant> written = new HashMap<>();
    private boolean away;
    private final LastUses uses = new LastUses(this::write);

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        uses.note("one", NOON);
        away = true;
        assertThatThrownBy(uses::run).isInstanceOf(StoreException.class);
        uses.note("one", NOON.plusSeconds(2));
        uses.note("two", NOON);
        away = false;
        uses.run();
        assertThat(written).containsOnly(Map.entry("one", NOON.plusSeconds(2)), Map.entry("two", NOON));
    }

    @Test
    void aLaterUseIsNotLostByAnEarlierOne() {
        uses.note("one", NOON.plusSeconds(5));
        uses.note("one", NOON);
        uses.run();
        assertThat(written).containsOnly(Map.entry("one", NOON.plusSeconds(5)));
    }

    private void write(Map<String, Instant> uses) {
        if (away) {
            throw StoreException.unavailable(new IOException("away"));
        }
        written.putAll(uses);
    }
}
