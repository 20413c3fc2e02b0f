package io.stacksy.deploy;

import java.util.regex.Pattern;

/**
 * One immutable build of a tool.
 *
 * @param sha256 the digest of the bundle's bytes, 64 lower-case hexadecimal digits
 */
public record Revision(ToolName tool, Version version, String sha256) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public Revision {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal: '" + sha256 + "'");
        }
    }

    /** {@code links@1.2.0}: for people and logs; two builds of one version look the same in it. */
    @Override
    public String toString() {
        return tool + "@" + version;
    }
}
