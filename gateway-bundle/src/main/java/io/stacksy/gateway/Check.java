package io.stacksy.gateway;

/**
 * How one thing that the node needs is doing.
 *
 * @param detail for operators; empty where there is nothing to add
 */
record Check(String name, Status status, String detail) {
    /** From good to bad. */
    enum Status {
        UP("up"),
        DEGRADED("degraded"),
        DOWN("down");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        Status worse(Status other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /** The worse of two that are about the same thing. */
    Check worse(Check other) {
        return other.status.compareTo(status) > 0 ? other : this;
    }

    static Check of(String name, boolean good, String complaint) {
        return new Check(name, good ? Status.UP : Status.DOWN, good ? "" : complaint);
    }
}
