package io.stacksy.auth.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failed sign-ins as long as the process lives. */
final class MemoryFailures implements Failures {
    private final InstantSource clock;
    private final List<Failed> failures = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();

    MemoryFailures(InstantSource clock) {
        this.clock = clock;
    }

    private record Failed(Sha256 name, Network network, Instant at) {}

    @Override
    public synchronized Tally tally(Attempt attempt) {
        List<Failed> name = failures.stream()
                .filter(failed -> failed.name().equals(attempt.name()))
                .toList();
        List<Failed> network = failures.stream()
                .filter(failed -> failed.network().equals(attempt.network()))
                .toList();
        return new Tally(
                name.size(), recent(name.stream().filter(network::contains).toList()), recent(network));
    }

    @Override
    public synchronized void add(Attempt attempt, @Nullable Account account) {
        failures.add(new Failed(attempt.name(), attempt.network(), clock.instant()));
        lines.add(account == null ? "nobody" : account.username());
    }

    @Override
    public synchronized void forget(Attempt attempt) {
        failures.removeIf(failed ->
                failed.name().equals(attempt.name()) && failed.network().equals(attempt.network()));
    }

    @Override
    public synchronized void sweep() {
        failures.clear();
    }

    /** Whose passwords were wrong. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private Tally.Recent recent(List<Failed> some) {
        Instant last =
                some.isEmpty() ? clock.instant() : some.get(some.size() - 1).at();
        return new Tally.Recent(some.size(), Duration.between(last, clock.instant()));
    }
}
