package io.stacksy.deploy;

/**
 * The location that the bundle of a revision is installed under. By it the bundle of a tool is told from those of the
 * node, and its revision is known.
 */
public final class ToolLocation {
    private static final String PREFIX = "stacksy-tool:";

    private ToolLocation() {}

    /** @param number tells installations of the same bytes apart */
    public static String of(Revision revision, long number) {
        return PREFIX + revision + "/" + revision.sha256() + "/" + number;
    }

    /** Whether a bundle with this location is a tool's. */
    public static boolean isTool(String location) {
        return location.startsWith(PREFIX);
    }

    /**
     * Which revision it is, as {@code links@1.2.0}.
     *
     * @param location that of a tool
     */
    public static String revision(String location) {
        int end = location.indexOf('/');
        return location.substring(PREFIX.length(), end < 0 ? location.length() : end);
    }
}
