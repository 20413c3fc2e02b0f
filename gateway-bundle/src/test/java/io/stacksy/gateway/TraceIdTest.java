package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIdTest {
    @Test
    void isTheSecondPartOfTheHeader() {
        assertThat(TraceId.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .contains("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319\n-b7ad6b7169203331-01"
            })
    void isEmptyForWhatIsNotWellFormed(String header) {
        assertThat(TraceId.of(header)).isEmpty();
    }
}
