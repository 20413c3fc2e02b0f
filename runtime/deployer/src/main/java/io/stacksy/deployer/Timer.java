package io.stacksy.deployer;

import java.time.Duration;
import java.util.concurrent.Future;

/** Runs tasks later, on threads that they may block. What is not due when the node stops is never run. */
@FunctionalInterface
interface Timer {
    /** @return by which the task can be cancelled before it has begun */
    Future<?> after(Duration delay, Runnable task);
}
