package io.stacksy.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Does something again and again by Jetty's clock, the first time a period after its start, until it is stopped. */
final class Repeated extends AbstractLifeCycle {
    private final Scheduler clock;
    private final Duration period;
    private final Runnable work;
    private volatile Scheduler.@Nullable Task next;

    Repeated(Scheduler clock, Duration period, Runnable work) {
        this.clock = clock;
        this.period = period;
        this.work = work;
    }

    @Override
    protected void doStart() {
        schedule();
    }

    @Override
    protected void doStop() {
        Scheduler.Task scheduled = next;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    private void schedule() {
        next = clock.schedule(this::run, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        work.run();
        if (isRunning()) {
            schedule();
        }
    }
}
