package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "A-z_0.9", "00000000-0000-0000-0000-000000000000"})
    void keepsAGoodOne(String sent) {
        assertThat(RequestId.of(sent)).isEqualTo(sent);
    }

    @Test
    void keepsUpTo128Characters() {
        assertThat(RequestId.of("x".repeat(128))).hasSize(128);
        assertThat(RequestId.of("x".repeat(129))).hasSize(32);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\r\nSet-Cookie: x", "{\"a\":1}", "${jndi:ldap://x}", "\u00e9"})
    void replacesAnyOther(String sent) {
        assertThat(RequestId.of(sent)).matches("[0-9a-f]{32}");
    }

    @Test
    void newOnesDiffer() {
        assertThat(RequestId.fresh()).isNotEqualTo(RequestId.fresh());
    }
}
