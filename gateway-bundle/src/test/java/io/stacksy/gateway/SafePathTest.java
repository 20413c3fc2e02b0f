package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a;x=1",
                "/a/..;/admin",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0ab",
                "/a%7f",
                "/a//b",
                "//",
                "//a",
                "/../a",
                "/a/..",
                "/a/.",
                "/./a",
                "/%2e%2e/a",
                "/%2E/a",
                "/.%2e/a",
                "/a%252fb",
                "/a%252e",
                "/a%",
                "/a%2",
                "/a%zz",
                "/a%\u0661\u0661",
                "/a b",
                "/\u00e9",
                "/%ff",
                "/%c3",
                "/%c0%af",
                "",
                "a",
                "*",
                "http://host/a"
            })
    void refusesWhatHasTwoReadings(String raw) {
        assertThatThrownBy(() -> SafePath.of(raw)).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                        refusal.problem().status())
                .isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a/, /a/",
        "/a.b/...c/.d, /a.b/...c/.d",
        "/%61dmin, /admin",
        "/%41%2d%7E, /A-~",
        "/caf%c3%a9, /caf%C3%A9",
        "/a%20b, /a%20b",
        "/a%3bb, /a%3Bb",
        "/100%25, /100%25",
        "/a+b:c@d!$&'()*=, /a+b:c@d!$&'()*="
    })
    void hasOneFormForEachPath(String raw, String expected) {
        assertThat(SafePath.of(raw).value()).isEqualTo(expected);
    }

    @Test
    void readingASafePathAgainChangesNothing() {
        SafePath once = SafePath.of("/%61/caf%c3%a9/%25");
        assertThat(SafePath.of(once.value())).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource({"/, ''", "/api, api", "/api/, api", "/api/links/x, api"})
    void knowsItsFirstSegment(String path, String head) {
        assertThat(new SafePath(path).head()).isEqualTo(head);
    }

    @Test
    void isDecodedAsUtf8() {
        assertThat(SafePath.decoded("/caf%C3%A9/a%20b")).isEqualTo("/caf\u00e9/a b");
    }
}
