package io.stacksy.auth.provider;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes what must not be guessed. Thread-safe. */
final class Secrets {
    static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int PASSWORD_LENGTH = 24; // 142 bits

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    SecureRandom random() {
        return random;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** {@code bits} of randomness as text that can stand in a URL. */
    String token(int bits) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bits / 8));
    }

    /** A password that a person can read from a screen and type. */
    String password() {
        return base62(PASSWORD_LENGTH);
    }

    /** Random letters and digits. */
    String base62(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(BASE62.charAt(random.nextInt(BASE62.length())));
        }
        return text.toString();
    }

    /** A random identifier (version 4). */
    UUID id() {
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
