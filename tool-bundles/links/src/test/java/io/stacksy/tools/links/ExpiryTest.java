package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T12:00:01Z, 2026-06-01T12:00:01Z",
        "2026-06-01t12:00:01z, 2026-06-01T12:00:01Z",
        "2026-06-01T14:00:01+02:00, 2026-06-01T12:00:01Z",
        "2026-06-01T12:00:00.1234567Z, 2026-06-01T12:00:00.123456Z"
    })
    void isAMomentInTheFuture(String given, Instant moment) {
        assertThat(Expiry.parse(given, NOW)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "1780000000",
                "2026-06-01",
                "2026-06-02T12:00:00",
                "2026-02-30T12:00:00Z",
                "2026-06-01T12:00:00Z",
                "2020-01-01T00:00:00Z",
                "+12026-06-01T12:00:00Z"
            })
    void isRefusedOtherwise(String given) {
        assertThatThrownBy(() -> Expiry.parse(given, NOW))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("expires_at: ");
    }
}
