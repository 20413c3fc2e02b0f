package io.stacksy.deployer;

/**
 * Places at which a test can let the node die, as at a power cut. Each is named like {@code rollout.before-switch}; the
 * system property {@value #PROPERTY} arms one.
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
        return name -> {
            if (name.equals(armed)) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
    }
}
