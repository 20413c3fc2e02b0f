package io.stacksy.launcher;

/**
 * A place in the configuration of a component where a setting goes. A duration is given in the unit that the key ends
 * with.
 */
record Target(String pid, String key) {}
