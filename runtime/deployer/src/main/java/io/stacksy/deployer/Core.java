package io.stacksy.deployer;

import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Guard;
import io.stacksy.deploy.RevisionListener;
import io.stacksy.deploy.Rollout;
import io.stacksy.route.EndpointFactory;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Ledger;
import io.stacksy.store.ToolSchemas;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The deployer without the framework that it runs in: tools, routes and the engine, put together. Thread-safe. */
final class Core {
    private final Surroundings surroundings;
    private final Records records;
    private final RouteTable routes = new RouteTable();
    private final Tools tools;
    private final Retirements retirements;
    private final Workshop.Node node;
    private final Workshop workshop;
    private final Rollouts rollouts;

    /**
     * What the core works with.
     *
     * @param outcomes told of each rollout as it goes on, before those who watch it
     */
    record Surroundings(
            Settings settings,
            Ledger ledger,
            ToolSchemas schemas,
            Bundles bundles,
            Guard guard,
            Descriptions descriptions,
            CallRecords calls,
            EndpointFactory endpoints,
            RevisionListener listener,
            Consumer<Rollout> outcomes,
            Failpoints failpoints,
            InstantSource clock,
            Ticker ticker,
            Timer timer,
            Executor workers) {}

    Core(Surroundings surroundings, Records records) {
        this.surroundings = surroundings;
        this.records = records;
        Claims claims = new Claims();
        tools = new Tools(surroundings.ledger(), surroundings.listener(), surroundings.clock());
        retirements =
                new Retirements(surroundings.ledger(), tools, claims, surroundings.settings(), surroundings.timer());
        Blobs blobs = new Blobs(surroundings.settings().blobs());
        node = new Workshop.Node(
                surroundings.settings(),
                blobs,
                surroundings.ledger(),
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
                surroundings.failpoints(),
                surroundings.clock(),
                surroundings.ticker());
        workshop = new Workshop(node);
        Steps steps = new Steps("rollout", surroundings.failpoints());
        rollouts = new Rollouts(node, workshop, records, steps, surroundings.workers());
    }

    /** Brings back what the ledger has; {@code pool} bounds how many tools at once. */
    void recover(Executor pool) {
        new Recovery(node, workshop, new Steps("recovery", node.failpoints()), pool).run();
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

    Planning planning() {
        return new Planning(node);
    }

    Records records() {
        return records;
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
