package io.stacksy.launcher;

/** Something that decides how the run of a node goes on. */
sealed interface Event {
    /** The node serves. */
    record Ready(int port) implements Event {}

    /** The node was told to end. */
    record Signalled() implements Event {}

    /** The requests that were under way are done. */
    record Drained() implements Event {}

    /** The framework ends, whoever wanted that. */
    record Stopping() implements Event {}
}
