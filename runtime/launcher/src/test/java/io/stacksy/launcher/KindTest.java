package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {
    @Test
    void understandsDurations() {
        Kind duration = Kind.duration("0s", "365d");
        assertThat(duration.parser().apply("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(duration.parser().apply("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(duration.parser().apply("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(duration.parser().apply("24h")).isEqualTo(Duration.ofHours(24));
        assertThat(duration.parser().apply("7d")).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "30 s", "1w", "11m", "9ms"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Kind.duration("10ms", "10m").parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void understandsSizes() {
        Kind size = Kind.size("0B", "1GiB");
        assertThat(size.parser().apply("512KiB")).isEqualTo(512L * 1024);
        assertThat(size.parser().apply("10MiB")).isEqualTo(10L * 1024 * 1024);
        assertThat(size.parser().apply("7B")).isEqualTo(7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10MB", "2GiB", "-1B", "999999999GiB"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Kind.size("0B", "1GiB").parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAKeyOfTheRightLength() {
        String key = "A".repeat(43) + "=";
        assertThat(Kind.key().parser().apply(key + "\n")).isEqualTo(key);
        assertThat(Kind.key().isSecret()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "not Base64 at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesOtherKeys(String text) {
        assertThatThrownBy(() -> Kind.key().parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAPlaceThatIsThereAndMakesItWhole() {
        assertThat(Kind.place().parser().apply("src")).isEqualTo(Path.of("src").toAbsolutePath());
        assertThatThrownBy(() -> Kind.place().parser().apply("nowhere")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesASlashOffTheEndOfAWebAddress() {
        assertThat(Kind.webAddress().parser().apply("https://api.example.org/")).isEqualTo("https://api.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.org", "ftp://a", "http://", "http://a/?q", "http://a b"})
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> Kind.webAddress().parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://h/d", "postgresql://h/d", "jdbc:postgresql://u:p@h/d"})
    void refusesOtherDatabases(String text) {
        assertThatThrownBy(() -> Kind.databaseAddress().parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://app.example.org",
                "https://app.example.org,http://localhost:3000",
                "http://[::1]:8080"
            })
    void readsOrigins(String text) {
        assertThat(Kind.origins().parser().apply(text.replace(",", " , "))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*,https://app.example.org",
                "*,*",
                "null",
                "app.example.org",
                "https://app.example.org/",
                "https://App.example.org",
                "https://app.example.org:443",
                "http://app.example.org:80",
                "http://[::1]:80",
                "https://*.example.org",
                "https://user@app.example.org",
                "https://app.example.org,",
                "ftp://app.example.org",
                "file:///tmp"
            })
    void refusesWhatNoBrowserSendsForAnOrigin(String text) {
        assertThatThrownBy(() -> Kind.origins().parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noOriginsAreAValueToo() {
        assertThat(Kind.origins().parser().apply(" ")).isEqualTo("");
    }

    @Test
    void readsNetworks() {
        assertThat(Kind.networks().parser().apply("10.0.0.0/8, 192.0.2.1 ,2001:db8::/32,::1,0.0.0.0/0"))
                .isEqualTo("10.0.0.0/8,192.0.2.1,2001:db8::/32,::1,0.0.0.0/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "proxy.example.org",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.1/8",
                "2001:db8::1/32",
                "10.0.0",
                "300.0.0.1",
                "10.0.0.0/8,",
                "10.0.0.0/8 ::1",
                "::g",
                ":::",
                "*"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Kind.networks().parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
