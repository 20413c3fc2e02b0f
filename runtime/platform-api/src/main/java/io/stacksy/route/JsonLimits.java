package io.stacksy.route;

/** How much of JSON is read in the body of a request, whoever reads it: the node before a tool is called, or the tool. */
public final class JsonLimits {
    /** Levels of objects and lists within each other. */
    public static final int DEPTH = 100;

    /** Characters of one text. */
    public static final int TEXT = 1 << 20;

    /** Characters of one number. */
    public static final int NUMBER = 100;

    private JsonLimits() {}
}
