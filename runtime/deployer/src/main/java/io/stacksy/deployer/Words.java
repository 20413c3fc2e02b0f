package io.stacksy.deployer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the framework's filters and exceptions into words. */
final class Words {
    private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]*)\\)");
    private static final Pattern FROM = Pattern.compile("\\(version>=([^)]*)\\)");
    private static final Pattern THROWN = Pattern.compile("(?:[\\w$]+[.$])*(\\w+)(?::\\s*(.+))?");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]*)\\)\\)");

    private Words() {}

    static String packageName(String filter) {
        Matcher matcher = PACKAGE.matcher(filter);
        return matcher.find() ? matcher.group(1) : filter;
    }

    /** The range of versions that a filter asks for, as {@code " [1.2,2.0)"}; empty if any will do. */
    static String versionRange(String filter) {
        Matcher below = BELOW.matcher(filter);
        boolean bounded = below.find();
        Matcher from = FROM.matcher(bounded ? below.replaceAll("") : filter);
        String lowest = from.find() ? from.group(1) : "";
        if (bounded) {
            below.reset(filter);
            return below.find() ? " [" + (lowest.isEmpty() ? "0" : lowest) + "," + below.group(1) + ")" : "";
        }
        return lowest.isEmpty() ? "" : " " + lowest + " or newer";
    }

    /** The error at the bottom of {@code e} in one line, what it says and its kind. */
    static String cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return said(root.toString());
    }

    /** An error's own text, such as {@code a.b.BadThing: no luck}, for people: {@code no luck (BadThing)}. */
    static String said(String thrown) {
        Matcher matcher = THROWN.matcher(firstLine(thrown));
        if (!matcher.matches()) {
            return firstLine(thrown);
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(2) + " (" + matcher.group(1) + ")";
    }

    static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() > 500 ? line.substring(0, 500) + "…" : line;
    }
}
