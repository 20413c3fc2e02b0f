package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example.org, https://api.example.org",
        "https://api.example.org:443/, https://api.example.org",
        "http://localhost:8080, http://localhost:8080",
        "HTTPS://[2001:db8::1]:8443, https://[2001:db8::1]:8443"
    })
    void namesThePortOnlyWhereItIsNotTheSchemesOwn(String setting, String origin) {
        assertThat(PublicUrl.of(setting).orElseThrow().origin()).isEqualTo(origin);
    }

    @Test
    void isAbsentWhereNotSet() {
        assertThat(PublicUrl.of(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.org", "ftp://x", "https://", "https://user@host", "https://a b"})
    void refusesAnythingElse(String setting) {
        assertThatThrownBy(() -> PublicUrl.of(setting)).isInstanceOf(IllegalArgumentException.class);
    }
}
