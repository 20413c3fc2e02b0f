package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {
    /** From the tests of the reference implementation. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    private final byte[] salt = "0123456789abcdef".getBytes(UTF_8);

    @Test
    void agreesWithTheReferenceImplementation() {
        assertThat(Argon2.matches("password", REFERENCE)).isTrue();
        assertThat(Argon2.matches("Password", REFERENCE)).isFalse();
    }

    @Test
    void writesItsCostsIntoTheHash() {
        String hash = Fixture.CHEAP.hash("geheim", salt);
        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$");
        assertThat(Argon2.matches("geheim", hash)).isTrue();
    }

    @Test
    void s13PasswordsAreTakenAsTheyAre() {
        for (String password : new String[] {"x".repeat(65), " spaces at both ends ", "🔑🗝️ emoji", "ß\u00fc"}) {
            String hash = Fixture.CHEAP.hash(password, salt);
            assertThat(Argon2.matches(password, hash)).isTrue();
            assertThat(Argon2.matches(password.strip() + ".", hash)).isFalse();
        }
    }

    @Test
    void thereIsAHashThatNothingMatches() {
        String hash = Fixture.CHEAP.unmatched(new Secrets(new SecureRandom()));
        assertThat(Argon2.matches("", hash)).isFalse();
    }

    @Test
    void growsWithMemoryAndIterations() {
        Argon2 more = new Argon2(65, 1, 1);
        assertThat(more.isMoreThan(Fixture.CHEAP.hash("geheim", salt))).isTrue();
        assertThat(new Argon2(64, 2, 1).isMoreThan(Fixture.CHEAP.hash("geheim", salt)))
                .isTrue();
        assertThat(Fixture.CHEAP.isMoreThan(Fixture.CHEAP.hash("geheim", salt))).isFalse();
        assertThat(Fixture.CHEAP.isMoreThan(more.hash("geheim", salt))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "password", "$2y$10$abc", "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR"})
    void refusesWhatIsNoHash(String hash) {
        assertThatThrownBy(() -> Argon2.matches("password", hash)).isInstanceOf(IllegalArgumentException.class);
    }
}
