package io.stacksy.deploy;

import java.util.regex.Pattern;

/** The name a tool is addressed by: a lower-case DNS label, so it can stand in a path and a host. */
public record ToolName(String value) implements Comparable<ToolName> {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    public ToolName {
        if (!DNS_LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tool name: '" + value + "'");
        }
    }

    @Override
    public int compareTo(ToolName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
