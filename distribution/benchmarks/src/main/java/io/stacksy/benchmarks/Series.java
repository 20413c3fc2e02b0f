package io.stacksy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One kind of request to one server, and how its rounds went. */
final class Series {
    final String name;
    final Contestant contestant;
    final String url;
    final List<String> headers;
    private final List<Round> rounds = new ArrayList<>();

    Series(String name, Contestant contestant, String path, String... headers) {
        this.name = name;
        this.contestant = contestant;
        this.url = contestant.url(path);
        this.headers = List.of(headers);
    }

    /** @param cpuMicros processor time of the server for each request */
    private record Round(Wrk.Result wrk, double cpuMicros) {}

    /** Runs until what it runs through is compiled. */
    void warmUp(int connections, int seconds) {
        Wrk.run(url, headers, connections, seconds);
    }

    void round(int connections, int seconds) {
        double before = contestant.cpuSeconds();
        Wrk.Result result = Wrk.run(url, headers, connections, seconds);
        double used = contestant.cpuSeconds() - before;
        rounds.add(new Round(result, used * 1e6 / result.requests()));
    }

    /** Of the server, in microseconds for each request; the median of the rounds, as all of these. */
    double cpuMicros() {
        return median(Round::cpuMicros);
    }

    double requestsPerSecond() {
        return median(round -> round.wrk().requests() / round.wrk().seconds());
    }

    double p50() {
        return median(round -> round.wrk().p50());
    }

    double p99() {
        return median(round -> round.wrk().p99());
    }

    private double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
