package io.stacksy.whiteboard;

import org.jspecify.annotations.Nullable;

/** Where the objects of one published service come from. Thread-safe. */
interface Instances {
    /** The shared object, or a new one where the service is of prototype scope; null if it cannot be had. */
    @Nullable
    Object get();

    /** Gives back what {@link #get} gave. */
    void release(Object instance);
}
