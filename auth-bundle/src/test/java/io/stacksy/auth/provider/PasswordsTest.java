package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PasswordsTest {
    @Test
    void knowsAPasswordAgain() {
        Passwords passwords = passwords(new SecureRandom(), Duration.ofSeconds(10));
        String hash = passwords.hash("correct horse");

        assertThat(matches(passwords, "correct horse", hash)).isTrue();
        assertThat(matches(passwords, "battery staple", hash)).isFalse();
        assertThat(matches(passwords, "correct horse", null)).isFalse();
        assertThat(passwords.hash("correct horse")).isNotEqualTo(hash);
    }

    @Test
    @Timeout(10)
    void s14WhoFindsNoPlaceIsSentAway() throws InterruptedException {
        HeldRandom random = new HeldRandom();
        Passwords passwords = passwords(random, Duration.ofMillis(1));
        random.hold();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> passwords.hash("correct horse"));
        assertThat(random.reached.await(5, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> matches(passwords, "correct horse", null))
                .isInstanceOfSatisfying(
                        SignInException.class, e -> assertThat(e.reason()).isEqualTo(SignInException.Reason.BUSY));

        random.goOn.countDown();
        assertThat(matches(passwords, "correct horse", first.join())).isTrue();
    }

    @Test
    void s13LengthIsCountedInCharacters() {
        assertThat(Passwords.isTooLong("x".repeat(128))).isFalse();
        assertThat(Passwords.isTooLong("x".repeat(129))).isTrue();
        assertThat(Passwords.isTooLong("🔑".repeat(128))).isFalse();
        assertThat(Passwords.isTooLong("🔑".repeat(129))).isTrue();
        assertThat(Passwords.isTooLong("x".repeat(1 << 20))).isTrue();
        assertThat(Passwords.isTooShort("🔑".repeat(7))).isTrue();
        assertThat(Passwords.isTooShort("🔑".repeat(8))).isFalse();
    }

    private static boolean matches(Passwords passwords, String password, @Nullable String hash) {
        return passwords.inPlace(place -> place.matches(password, hash));
    }

    private static Passwords passwords(SecureRandom random, Duration patience) {
        return new Passwords(Fixture.CHEAP, new Secrets(random), 1, patience);
    }

    /** Keeps whoever asks it for a salt, and with that for a place, until told otherwise. */
    private static final class HeldRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient CountDownLatch reached = new CountDownLatch(1);
        private final transient CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean held;

        void hold() {
            held = true;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (held) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            super.nextBytes(bytes);
        }
    }
}
