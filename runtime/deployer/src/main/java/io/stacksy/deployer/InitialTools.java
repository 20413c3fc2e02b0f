package io.stacksy.deployer;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.store.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys the tool bundles of a folder on a new node. A node is new until somebody else than itself has deployed or
 * removed anything: so a first start that was cut off goes on at the next one.
 */
final class InitialTools {
    private static final Logger LOG = LoggerFactory.getLogger(InitialTools.class);

    private static final Actor BY = Actor.node("initial tools");

    /** What a new node does unasked; the last is from before it told its rules. */
    private static final Set<Actor> OWN = Set.of(BY, Recovery.BY, new Actor("node", "local"));

    private final Path folder;
    private final Ledger ledger;
    private final Tools tools;
    private final Rollouts rollouts;
    private final Records records;
    private final Settings settings;
    private final Executor pool;

    InitialTools(
            Path folder,
            Ledger ledger,
            Tools tools,
            Rollouts rollouts,
            Records records,
            Settings settings,
            Executor pool) {
        this.folder = folder;
        this.ledger = ledger;
        this.tools = tools;
        this.rollouts = rollouts;
        this.records = records;
        this.settings = settings;
        this.pool = pool;
    }

    /** Returns when each tool is in service, or it was logged why not. */
    void deploy() {
        if (!isNew()) {
            return;
        }
        List<CompletableFuture<Void>> deployed = new ArrayList<>();
        jars().forEach(jar -> deployed.add(CompletableFuture.runAsync(() -> deploy(jar), pool)));
        deployed.forEach(CompletableFuture::join);
    }

    private boolean isNew() {
        return ledger.isEmpty()
                || ledger.rollouts(500, Optional.empty()).stream()
                        .allMatch(rollout -> OWN.contains(rollout.startedBy()));
    }

    private List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
                found.forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + folder, e);
            }
        }
        Collections.sort(jars);
        return jars;
    }

    private void deploy(Path jar) {
        try {
            if (isKnown(jar)) {
                return;
            }
            Rollout begun = rollouts.deployOwn(jar, BY);
            Rollout end = records.await(begun.id(), settings.rolloutTimeout().multipliedBy(2));
            if (end.state() != Rollout.State.LIVE && end.state() != Rollout.State.NOTHING_TO_DO) {
                LOG.error(
                        "{} was not deployed: {}",
                        jar.getFileName(),
                        end.reason().orElse("it takes too long"));
            }
        } catch (RolloutException e) {
            LOG.error("{} was not deployed: {}", jar.getFileName(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isKnown(Path jar) {
        return tools.find(Inspection.of(Archive.read(jar)).tool())
                .filter(tool -> tool.wanted().isPresent())
                .isPresent();
    }
}
