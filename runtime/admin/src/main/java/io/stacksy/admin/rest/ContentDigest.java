package io.stacksy.admin.rest;

import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 that a body has to have, by the header {@code Content-Digest} of RFC 9530. */
final class ContentDigest {
    static final String HEADER = "Content-Digest";
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=([^,]*)");
    private static final Pattern BYTES = Pattern.compile(":([A-Za-z0-9+/]{43}=):\\s*(?:;.*)?");

    private final byte[] sha256;

    private ContentDigest(byte[] sha256) {
        this.sha256 = sha256;
    }

    /**
     * Reads the header. Digests of other kinds are passed over, as the RFC has it.
     *
     * @return empty if it is not there, or has no SHA-256
     */
    static Optional<ContentDigest> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher member = SHA_256.matcher(header);
        if (!member.find()) {
            return Optional.empty();
        }
        Matcher bytes = BYTES.matcher(member.group(1).trim());
        if (!bytes.matches()) {
            throw refused(HEADER + " must be like sha-256=:<the digest in base64>:");
        }
        return Optional.of(new ContentDigest(Base64.getDecoder().decode(bytes.group(1))));
    }

    void verify(byte[] received) {
        if (!MessageDigest.isEqual(sha256, received)) {
            HexFormat hex = HexFormat.of();
            throw refused("the body that arrived has the SHA-256 " + hex.formatHex(received) + ", and " + HEADER
                    + " says " + hex.formatHex(sha256) + "; send it again");
        }
    }

    private static ToolException refused(String detail) {
        return ToolException.of(Problem.of(400, "Bad Request", detail));
    }
}
