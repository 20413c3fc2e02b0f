package io.stacksy.deployer;

import io.stacksy.deploy.Removal;
import java.util.List;

/** A place in the process from which something can hold the classes of a removed revision. Thread-safe. */
@FunctionalInterface
interface Place {
    /** What is there that leads to {@code loader}. */
    List<Found> find(ClassLoader loader);

    /**
     * Something that holds classes.
     *
     * @param name which one; the same each time that it is found
     * @param detail more about it, for a person
     * @param mend makes it let go, if it can
     */
    record Found(Removal.Kind kind, String name, String detail, Runnable mend) {}
}
