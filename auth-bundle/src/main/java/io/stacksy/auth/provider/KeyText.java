package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as its owner has it: {@code sk_<id>_<secret><checksum>}, in letters and digits. The checksum tells a key that
 * was mistyped, cut off or made up without a look at anything that is stored.
 */
record KeyText(String id, String secret) {
    static final String PREFIX = "sk_";
    static final int ID_LENGTH = 12;
    static final int SECRET_LENGTH = 43; // 256 bits
    private static final int CHECKSUM_LENGTH = 6; // 32 bits
    static final int LENGTH = PREFIX.length() + ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;
    private static final Pattern SYNTAX = Pattern.compile("sk_([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})([0-9A-Za-z]{%d})"
            .formatted(ID_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH));

    /** A key that nobody has. */
    static KeyText make(Secrets secrets) {
        return new KeyText(secrets.base62(ID_LENGTH), secrets.base62(SECRET_LENGTH));
    }

    /** The same key with another secret. */
    KeyText renewed(Secrets secrets) {
        return new KeyText(id, secrets.base62(SECRET_LENGTH));
    }

    /** The key that {@code text} is; empty if its checksum, or anything else about it, is wrong. */
    static Optional<KeyText> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        KeyText key = new KeyText(parts.group(1), parts.group(2));
        return key.checksum().equals(parts.group(3)) ? Optional.of(key) : Optional.empty();
    }

    String text() {
        return body() + checksum();
    }

    /** What is kept of it. */
    Sha256 digest() {
        return Sha256.of(secret);
    }

    private String body() {
        return PREFIX + id + "_" + secret;
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update(body().getBytes(US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM_LENGTH];
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = Secrets.BASE62.charAt((int) (rest % Secrets.BASE62.length()));
            rest /= Secrets.BASE62.length();
        }
        return new String(digits);
    }

    @Override
    public String toString() {
        return PREFIX + id + "_…"; // a secret belongs in no log
    }
}
