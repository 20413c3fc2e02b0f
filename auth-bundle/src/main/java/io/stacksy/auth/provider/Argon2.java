package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What it costs to hash a password with Argon2id. Hashes are written as
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, so that one can be checked whatever the costs are by then.
 *
 * @param memory in KiB
 */
record Argon2(int memory, int iterations, int parallelism) {
    /** What OWASP asks for at least; some 50 ms. */
    static final Argon2 STANDARD = new Argon2(19_456, 2, 1);

    static final int SALT_LENGTH = 16;
    private static final int HASH_LENGTH = 32;
    private static final Pattern SYNTAX = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

    String hash(String password, byte[] salt) {
        return encode(salt, derive(password, salt, HASH_LENGTH));
    }

    /** A well-formed hash that no password has. */
    String unmatched(Secrets secrets) {
        return encode(secrets.bytes(SALT_LENGTH), secrets.bytes(HASH_LENGTH));
    }

    /**
     * Whether {@code hash} is one of {@code password}.
     *
     * @throws IllegalArgumentException if it is not a hash at all
     */
    static boolean matches(String password, String hash) {
        Matcher parts = parse(hash);
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        return MessageDigest.isEqual(expected, costs(parts).derive(password, salt, expected.length));
    }

    /** Whether {@code hash} cost less to make than this does. */
    boolean isMoreThan(String hash) {
        Argon2 costs = costs(parse(hash));
        return costs.memory < memory || costs.iterations < iterations;
    }

    private static Matcher parse(String hash) {
        Matcher parts = SYNTAX.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        return parts;
    }

    private static Argon2 costs(Matcher parts) {
        return new Argon2(number(parts, 1), number(parts, 2), number(parts, 3));
    }

    private String encode(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memory + ",t=" + iterations + ",p=" + parallelism + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private byte[] derive(String password, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(parallelism)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(UTF_8), hash);
        return hash;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
