package io.stacksy.gateway;

import com.sun.management.ThreadMXBean;
import io.stacksy.route.Lease;
import java.lang.management.ManagementFactory;

/** What the current thread uses from a moment on, for the account of the revision that it works for. */
final class Spending {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final CpuSampling sampling;
    private final int weight;
    private final long begun;
    private final long cpuNanos;
    private final long allocatedBytes;

    private Spending(CpuSampling sampling) {
        this.sampling = sampling;
        this.weight = sampling.weight();
        this.begun = System.nanoTime();
        this.cpuNanos = weight == 0 ? 0 : THREADS.getCurrentThreadCpuTime();
        this.allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
    }

    static Spending begin(CpuSampling sampling) {
        return new Spending(sampling);
    }

    /** To be called once, on the same thread. */
    void charge(Lease lease) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes;
        long cpu = weight == 0 ? 0 : weight * (THREADS.getCurrentThreadCpuTime() - cpuNanos);
        lease.used(cpu, bytes);
        sampling.took(System.nanoTime() - begun);
    }
}
