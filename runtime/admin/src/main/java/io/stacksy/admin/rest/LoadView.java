package io.stacksy.admin.rest;

import io.stacksy.deploy.Load;

/** What a tool or a revision does and uses, as JSON shows it. */
public record LoadView(
        double requestsPerSecond,
        double errorsPerSecond,
        double cpuShare,
        long allocatedBytesPerSecond,
        int threads,
        int connections,
        double databaseShare) {
    static LoadView of(Load load) {
        return new LoadView(
                rounded(load.requestsPerSecond()),
                rounded(load.errorsPerSecond()),
                rounded(load.cpuShare()),
                Math.round(load.allocatedBytesPerSecond()),
                load.threads(),
                load.connections(),
                rounded(load.databaseShare()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
