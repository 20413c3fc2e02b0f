package io.stacksy.smoke;

import java.util.List;
import java.util.stream.DoubleStream;

/** One reading of {@code /metrics}. */
final class Metrics {
    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics of(Api api) {
        return new Metrics(api.get("/metrics").text().lines().toList());
    }

    /**
     * The sum over the series whose text begins with {@code start}, up to its labels' end or its value.
     *
     * @throws IllegalStateException if there is no such series
     */
    double sum(String start) {
        return values(start).reduce(Double::sum).orElseThrow(() -> new IllegalStateException("no series " + start));
    }

    /** The same, 0 if there is no such series, as before the first of its events. */
    double sumOrZero(String start) {
        return values(start).sum();
    }

    /** How many series there are. */
    long series() {
        return lines.stream().filter(line -> !line.startsWith("#")).count();
    }

    private DoubleStream values(String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start)
                        && (start.contains("{")
                                || line.charAt(start.length()) == '{'
                                || line.charAt(start.length()) == ' '))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
