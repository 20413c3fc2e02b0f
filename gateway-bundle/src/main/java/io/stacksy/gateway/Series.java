package io.stacksy.gateway;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Arrays;

/**
 * The metrics of one route of one revision, found once. Thread-safe: a method and status seen before takes no lock and
 * makes no garbage.
 */
final class Series {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Answered[] NONE = {};

    private final Counter requests;
    private final Histogram durations;
    private final String tool;
    private final String revision;
    private final String route;
    /** A handful; replaced as a whole by a longer one. */
    private volatile Answered[] answers = NONE;

    private boolean removed;

    private record Answered(String method, int status, CounterDataPoint count, DistributionDataPoint duration) {
        void add(long nanos) {
            count.inc();
            duration.observe(nanos / NANOS_PER_SECOND);
        }
    }

    Series(Counter requests, Histogram durations, String tool, String revision, String route) {
        this.requests = requests;
        this.durations = durations;
        this.tool = tool;
        this.revision = revision;
        this.route = route;
    }

    String route() {
        return route;
    }

    /**
     * Counts one answered request.
     *
     * @param method one of a few, see {@link Metrics#method}
     */
    void count(String method, int status, long nanos) {
        for (Answered answer : answers) {
            if (answer.status() == status && answer.method().equals(method)) {
                answer.add(nanos);
                return;
            }
        }
        first(method, status).add(nanos);
    }

    private synchronized Answered first(String method, int status) {
        Answered answer = new Answered(
                method,
                status,
                requests.labelValues(tool, revision, method, route, Integer.toString(status)),
                durations.labelValues(tool, revision, route));
        Answered[] longer = Arrays.copyOf(answers, answers.length + 1);
        longer[answers.length] = answer;
        answers = longer;
        if (removed) {
            remove();
        }
        return answer;
    }

    /** Takes all this away from what is exposed, for good. */
    synchronized void remove() {
        removed = true;
        durations.remove(tool, revision, route);
        for (Answered answer : answers) {
            requests.remove(tool, revision, answer.method(), route, Integer.toString(answer.status()));
        }
    }
}
