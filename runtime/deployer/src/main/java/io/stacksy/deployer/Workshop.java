package io.stacksy.deployer;

import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Guard;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Version;
import io.stacksy.route.EndpointFactory;
import io.stacksy.store.CallRecords;
import io.stacksy.store.Incidents;
import io.stacksy.store.Ledger;
import io.stacksy.store.ToolSchemas;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which steps each kind of rollout consists of, in order. Immutable. */
final class Workshop {
    private final Step store;
    private final Step inspect;
    private final List<Step> ownIntake;
    private final Step restore;
    private final Step resolve;
    private final Step migrate;
    private final Step install;
    private final Step start;
    private final Step publish;
    private final Step awaitReady;
    private final Step canary;
    private final Step switchTo;
    private final Step drain;
    private final Step retire;
    private final SwitchWriter writer;
    private final Node node;

    /** What a node has for its rollouts to work on. */
    record Node(
            Settings settings,
            Blobs blobs,
            Ledger ledger,
            Incidents incidents,
            ToolSchemas schemas,
            Bundles bundles,
            Guard guard,
            Trust trust,
            Descriptions descriptions,
            CallRecords calls,
            DataLoss losses,
            EndpointFactory endpoints,
            Tools tools,
            Claims claims,
            RouteTable routes,
            Consumer<Rollout> recordedBy,
            Retirements retirements,
            Certificates certificates,
            BlackBox blackBox,
            Failpoints failpoints,
            InstantSource clock,
            Ticker ticker) {}

    Workshop(Node node) {
        this.node = node;
        this.writer = new SwitchWriter(node.ledger(), node.failpoints());
        store = store(node.trust());
        inspect = inspect(node.trust());
        ownIntake = List.of(store(Trust.everybody()), inspect(Trust.everybody()));
        restore = new Restore(node.blobs(), node.ledger());
        resolve = new Resolve(node.bundles());
        migrate = new Migrate(node.losses());
        install = new Install(node.bundles(), node.certificates());
        start = new Start(node.tools(), node.settings(), node.ticker());
        publish = new Publish(node.endpoints(), node.bundles(), node.blackBox(), node.settings(), node.ticker());
        awaitReady = new AwaitReady(node.tools(), node.settings(), node.ticker());
        canary = new Canary(node);
        switchTo = new Switch(writer, node.routes(), node.tools());
        drain = new Drain(node.tools(), node.settings());
        retire = new Retire(node.retirements(), node.settings());
    }

    private Step store(Trust trust) {
        return new Store(node.blobs(), node.tools(), trust);
    }

    private Step inspect(Trust trust) {
        return new Inspect(
                node.tools(), node.claims(), node.ledger(), node.clock(), node.guard(), trust, node.losses());
    }

    /** What is done while whoever sent the jar waits. */
    List<Step> intake() {
        return List.of(store, inspect);
    }

    /** The same for a jar that is part of the node. */
    List<Step> ownIntake() {
        return ownIntake;
    }

    Step inspect() {
        return inspect;
    }

    /** For a revision that was just taken in. */
    List<Step> cold(Submission submission) {
        return Stream.concat(Stream.of(resolve, migrate, install, start, publish), warm(submission).stream())
                .toList();
    }

    /** For a revision that is in memory already and is handed in again. */
    List<Step> warm(Submission submission) {
        return submission.canary().isPresent() ? List.of(awaitReady, canary, switchTo) : warm();
    }

    /** For a revision that is in memory already. */
    List<Step> warm() {
        return List.of(awaitReady, switchTo);
    }

    /** For a revision of which the ledger has the bytes; its schema has seen all of its scripts. */
    List<Step> stored() {
        return List.of(restore, resolve, install, start, publish, awaitReady, switchTo);
    }

    /** For a revision that is live by the ledger, at the start of the node. */
    List<Step> recovery() {
        return List.of(restore, install, start, publish, awaitReady);
    }

    /** @param version the one revision; empty for the whole tool */
    List<Step> withdrawal(Optional<Version> version) {
        return List.of(
                new Withdraw(writer, node.ledger(), node.routes(), node.tools(), node.claims(), node.blobs(), version));
    }

    /** What follows when the traffic is where it should be. */
    List<Step> aftermath() {
        return List.of(drain, retire);
    }
}
