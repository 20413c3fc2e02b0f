package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The installed bundle of one revision. Used by one thread at a time, but for {@link #health}, {@link #usage} and {@link #classLoader}. */
interface Installed {
    /** The framework's identifier of it. */
    long id();

    /**
     * Starts it and waits until its components are satisfied.
     *
     * @throws RolloutException {@code UNRESOLVED} or {@code START_FAILED}, naming the cause
     */
    void start(Ticker.Deadline deadline) throws InterruptedException;

    /**
     * Waits until its own health checks are good.
     *
     * @return what they say, in a few words
     * @throws RolloutException {@code NOT_READY}
     */
    String awaitReady(Ticker.Deadline deadline) throws InterruptedException;

    /** What components of it threw on their activation, in words. */
    List<String> failures();

    /** Other bundles that are wired to it, as {@code org.example.other@1.0.0}: they are touched when it goes. */
    List<String> dependents();

    /** What its own health checks say, not older than a few seconds. */
    Tool.Health health();

    /** What it uses of the services that the node has opened for it. */
    ToolService.Usage usage();

    /** The loader of its classes; empty when it is gone or never resolved. Not to be kept. */
    Optional<ClassLoader> classLoader();

    /**
     * Stops it, uninstalls it and lets go of its classes. Returns when that is done or {@code timeout} has passed; in
     * both cases nothing of it is used any more.
     */
    void remove(Duration timeout);
}
