package io.stacksy.deployer;

import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Removal;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.Rollout;
import io.stacksy.route.EndpointFactory;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Incidents;
import io.stacksy.store.Ledger;
import io.stacksy.store.ToolSchemas;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** The deployer without the framework that it runs in: tools, routes and the engine, put together. Thread-safe. */
final class Core {
    private final Surroundings surroundings;
    private final Records records;
    private final RouteTable routes;
    private final Tools tools;
    private final Retirements retirements;
    private final Workshop.Node node;
    private final Workshop workshop;
    private final Quarantines quarantines;
    private final Rollouts rollouts;
    private final Watchdog watchdog;

    /**
     * What the core works with.
     *
     * @param lastFlight what is left of the process before, where it ran out of memory
     * @param series the names of the metrics series that there are of a revision
     * @param outage whether what revisions rely on was away at a time, a reading of {@link System#nanoTime}, or later
     * @param outcomes told of each rollout as it goes on, before those who watch it
     */
    record Surroundings(
            Settings settings,
            Ledger ledger,
            Incidents incidents,
            ToolSchemas schemas,
            Bundles bundles,
            Guard guard,
            Descriptions descriptions,
            CallRecords calls,
            EndpointFactory endpoints,
            RevisionListener listener,
            Function<Revision, List<String>> series,
            Consumer<Rollout> outcomes,
            Failpoints failpoints,
            InstantSource clock,
            Ticker ticker,
            Timer timer,
            Executor workers,
            BlackBox blackBox,
            LastFlight lastFlight,
            LongPredicate outage) {}

    Core(Surroundings surroundings, Records records) {
        this.surroundings = surroundings;
        this.records = records;
        Claims claims = new Claims();
        tools = new Tools(surroundings.ledger(), surroundings.listener(), surroundings.clock());
        routes = new RouteTable(tools::called, surroundings.outage());
        retirements =
                new Retirements(surroundings.ledger(), tools, claims, surroundings.settings(), surroundings.timer());
        Blobs blobs = new Blobs(surroundings.settings().blobs());
        node = new Workshop.Node(
                surroundings.settings(),
                blobs,
                surroundings.ledger(),
                surroundings.incidents(),
                surroundings.schemas(),
                surroundings.bundles(),
                surroundings.guard(),
                new Trust(
                        surroundings.settings().signedOnly(),
                        surroundings.settings().trustedKeys(),
                        surroundings.clock()),
                surroundings.descriptions(),
                surroundings.calls(),
                new DataLoss(surroundings.ledger(), surroundings.schemas(), blobs),
                surroundings.endpoints(),
                tools,
                claims,
                routes,
                surroundings.outcomes().andThen(records::changed),
                retirements,
                new Certificates(
                        surroundings.ledger(),
                        routes,
                        tools,
                        surroundings.series(),
                        surroundings.clock(),
                        surroundings.timer()),
                surroundings.blackBox(),
                surroundings.failpoints(),
                surroundings.clock(),
                surroundings.ticker());
        workshop = new Workshop(node);
        Steps steps = new Steps("rollout", surroundings.failpoints());
        quarantines = new Quarantines(surroundings.incidents(), tools, surroundings.clock());
        rollouts =
                new Rollouts(node, workshop, records, steps, quarantines, surroundings.workers(), surroundings.timer());
        watchdog = new Watchdog(
                tools,
                surroundings.incidents(),
                (slot, why) -> quarantines.react(slot, why, rollouts),
                surroundings.settings()::quarantineAfter,
                surroundings.clock(),
                surroundings.ticker(),
                surroundings.workers());
    }

    /** Brings back what the ledger has; {@code pool} bounds how many tools at once. */
    void recover(Executor pool) {
        quarantines.load();
        new Recovery(
                        node,
                        workshop,
                        new Steps("recovery", node.failpoints()),
                        quarantines,
                        surroundings.lastFlight(),
                        pool)
                .run();
    }

    /** Deploys what a new node begins with. */
    void deployInitialTools(Executor pool) {
        Settings settings = surroundings.settings();
        settings.initialTools()
                .map(folder ->
                        new InitialTools(folder, surroundings.ledger(), tools, rollouts, records, settings, pool))
                .ifPresent(InitialTools::deploy);
    }

    Rollouts rollouts() {
        return rollouts;
    }

    Quarantines quarantines() {
        return quarantines;
    }

    Watchdog watchdog() {
        return watchdog;
    }

    Planning planning() {
        return new Planning(node);
    }

    Traffic traffic() {
        return new Traffic(tools, routes, surroundings.ledger());
    }

    Records records() {
        return records;
    }

    /** What became of the revisions that a rollout took out of memory; of those just now, as it stands. */
    List<Removal> removals(UUID rollout) {
        return surroundings.ledger().removals(rollout);
    }

    Tools tools() {
        return tools;
    }

    RouteTable routes() {
        return routes;
    }

    Retirements retirements() {
        return retirements;
    }
}
