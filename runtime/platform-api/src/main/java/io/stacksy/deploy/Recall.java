package io.stacksy.deploy;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Gets threads out of the code of tools that do not come back by themselves. A thread that is called back leaves the next
 * loop of a tool's code by an {@link Error}; what it has begun is unwound as after any other. In the code of the platform,
 * in that of the JVM and while it waits for something that heeds no interrupt, it is not disturbed. Thread-safe.
 */
@ProviderType
public interface Recall {
    /** Interrupts a thread, and lets it leave the next loop of a tool that it comes by: one, so that it can tidy up. */
    void callBack(Thread thread);

    /** Takes that back, for the thread is out of the tool; nothing happens where it was not called, or has heeded it. */
    void spare(Thread thread);
}
