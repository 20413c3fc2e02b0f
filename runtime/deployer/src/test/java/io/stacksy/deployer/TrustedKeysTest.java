package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedKeysTest {
    private static final SigningKey ANN = SigningKey.named("ann");
    private static final SigningKey BOB = SigningKey.named("bob");

    private final Path folder;

    TrustedKeysTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsAFile() throws Exception {
        TrustedKeys keys = TrustedKeys.read(ring(
                """
                # whom we trust
                %s

                %s # until she leaves
                """
                        .formatted(BOB.line(), ANN.line("valid-until=2027-01-31T00:00:00Z"))));
        assertThat(keys.find("bob")).map(TrustedKey::key).contains(BOB.pair().getPublic());
        assertThat(keys.find("ann").orElseThrow().validUntil()).contains(Instant.parse("2027-01-31T00:00:00Z"));
        assertThat(keys.find("eve")).isEmpty();
    }

    @Test
    void readsTheKeyFilesOfAFolder() throws Exception {
        Files.writeString(folder.resolve("ann.keys"), ANN.line());
        Files.writeString(folder.resolve("bob.keys"), BOB.line());
        Files.writeString(folder.resolve("notes.txt"), "no key at all");
        assertThat(TrustedKeys.read(folder).byId()).containsOnlyKeys("ann", "bob");
    }

    @Test
    void anEmptyRingTrustsNobody() throws Exception {
        assertThat(TrustedKeys.read(folder).byId()).isEmpty();
        assertThat(TrustedKeys.read(ring("")).byId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T23:59:59Z, is only valid from 2027-01-01T00:00:00Z on",
        "2027-01-01T00:00:00Z, ",
        "2027-05-31T23:59:59Z, ",
        "2027-06-01T00:00:00Z, was revoked at 2027-06-01T00:00:00Z",
        "2028-01-01T00:00:00Z, was revoked at 2027-06-01T00:00:00Z",
    })
    void countsFromOneMomentToAnother(Instant now, String refusal) throws Exception {
        TrustedKey key = TrustedKey.parse(ANN.line(
                "valid-from=2027-01-01T00:00:00Z",
                "valid-until=2028-01-01T00:00:00Z",
                "revoked-at=2027-06-01T00:00:00Z"));
        assertThat(key.refusal(now).orElse(null)).isEqualTo(refusal);
    }

    @Test
    void endsWithTheMomentItIsValidUntil() {
        TrustedKey key = TrustedKey.parse(ANN.line("valid-until=2028-01-01T00:00:00Z"));
        assertThat(key.refusal(Instant.parse("2027-12-31T23:59:59.999Z"))).isEmpty();
        assertThat(key.refusal(Instant.parse("2028-01-01T00:00:00Z"))).contains("expired at 2028-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "'ann', has no public key",
        "'an:n AAAA', a key id has 1 to 64 letters",
        "'ann AAAA', is not the base64 of an Ed25519 key",
        "'ann ????', is not the base64 of an Ed25519 key",
        "'KEY until=2027-01-31T00:00:00Z', none of valid-from=",
        "'KEY revoked', none of valid-from=",
        "'KEY valid-until=tomorrow', not a time such as",
        "'KEY revoked-at=2027-01-31T00:00:00Z revoked-at=2027-01-31T00:00:00Z', revoked-at twice",
    })
    void oneBadLineSpoilsTheRing(String line, String message) throws IOException {
        Path ring = ring(BOB.line() + "\n" + line.replace("KEY", ANN.line()));
        assertThatThrownBy(() -> TrustedKeys.read(ring))
                .isInstanceOf(TrustedKeys.BrokenException.class)
                .hasMessageStartingWith("line 2 of " + ring + " is no key: ")
                .hasMessageContaining(message);
    }

    @Test
    void oneIdIsOneKey() throws IOException {
        Path ring = ring(BOB.line() + "\n" + new SigningKey("bob", ANN.pair()).line());
        assertThatThrownBy(() -> TrustedKeys.read(ring)).hasMessageEndingWith("the key id 'bob' for a second time");
    }

    @Test
    void saysThatItCannotBeRead() {
        assertThatThrownBy(() -> TrustedKeys.read(folder.resolve("missing.keys")))
                .isInstanceOf(TrustedKeys.BrokenException.class)
                .hasMessageContaining("missing.keys cannot be read");
    }

    private Path ring(String text) throws IOException {
        return Files.writeString(folder.resolve("ring.txt"), text);
    }
}
