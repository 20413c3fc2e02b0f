package io.stacksy.gateway;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The name of one request, in its answer and in every line of log about it. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The one that the caller sent where it is 1 to 128 of {@code [A-Za-z0-9._-]}, else a new one. */
    static String of(@Nullable String sent) {
        return sent != null && isGood(sent) ? sent : fresh();
    }

    /** A new one: 32 hexadecimal digits. It names a request and protects nothing, so it need not be unguessable. */
    static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] digits = new char[32];
        hex(random.nextLong(), digits, 0);
        hex(random.nextLong(), digits, 16);
        return new String(digits);
    }

    private static void hex(long bits, char[] digits, int from) {
        for (int i = 0; i < 16; i++) {
            digits[from + i] = Character.forDigit((int) (bits >>> (60 - 4 * i)) & 0xf, 16);
        }
    }

    private static boolean isGood(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}
