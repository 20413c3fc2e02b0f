package io.stacksy.deployer;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places at which a test can let the node die, as at a power cut. Each is named like {@code rollout.before-switch}; the
 * system property {@value #PROPERTY} arms one. {@code rollout.before-switch:2} lets the first rollout pass.
 */
@FunctionalInterface
interface Failpoints {
    String PROPERTY = "stacksy.failpoint";

    /** The exit status of a process that was killed by signal 9. */
    int KILLED = 137;

    void hit(String name);

    /** Ends the process, with no shutdown hook run, at the point that the system property names. */
    static Failpoints fromSystemProperty() {
        String armed = System.getProperty(PROPERTY);
        if (armed == null) {
            return name -> {};
        }
        int colon = armed.indexOf(':');
        String point = colon < 0 ? armed : armed.substring(0, colon);
        AtomicInteger left = new AtomicInteger(colon < 0 ? 1 : Integer.parseInt(armed.substring(colon + 1)));
        return name -> {
            if (name.equals(point) && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
    }
}
