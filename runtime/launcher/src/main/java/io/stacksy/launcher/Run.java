package io.stacksy.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a node, from its settings to its end. Used once, by one thread. */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final long READY_SECONDS = 60;
    private static final Duration DRAIN_GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final DataFolder data;
    private final Path home;
    private final Logs logs;
    private final PrintStream out;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /**
     * @param home the unpacked distribution
     * @param out where a person reads that the node is ready
     */
    Run(Settings settings, DataFolder data, Path home, Logs logs, PrintStream out) {
        this.settings = settings;
        this.data = data;
        this.home = home;
        this.logs = logs;
        this.out = out;
    }

    /** Starts the node and returns when it has ended, with the exit code. */
    int toEnd() throws InterruptedException {
        Signals.listen(events::add);
        if (settings.has(Setting.TLS_CERT)) {
            TlsFiles.check(
                    (Path) settings.value(Setting.TLS_CERT), (Path) settings.value(Setting.TLS_KEY), Instant.now());
        }
        int port = Ports.claim(settings.text(Setting.HOST), settings.port());
        if (settings.has(Setting.DROP_FOLDER)) {
            UsableFolder.prepare(Setting.DROP_FOLDER, (Path) settings.value(Setting.DROP_FOLDER));
        }
        RunList runList = RunList.read(home.resolve("etc/run.list"), home.resolve("bundles/core"));
        boolean newData = !Files.exists(passwordFile()) && !Files.exists(data.path(Configurations.MASTER_KEY));
        try (DatabaseStart database = DatabaseStart.begin(this::database);
                Node node = Node.open(data, verbose(), events::add)) {
            // also where something else ends the process
            Runtime.getRuntime().addShutdownHook(new Thread(database::close, "database-end"));
            node.install(runList);
            node.startLibraries();
            Credentials credentials = database.await().credentials();
            RunningSettings running = configure(
                    node, new Configurations(settings, port, data, credentials, home.resolve("bundles/tools")));
            node.startPlatform();
            return untilEnd(node, running, newData);
        }
    }

    private Database database() throws InterruptedException {
        if (settings.has(Setting.DATABASE_URL)) {
            return new ExternalDatabase(new Credentials(
                    settings.text(Setting.DATABASE_URL),
                    settings.text(Setting.DATABASE_USER),
                    settings.text(Setting.DATABASE_PASSWORD)));
        }
        return EmbeddedPostgres.prepare(data);
    }

    private boolean verbose() {
        return ((LogLevels) settings.value(Setting.LOG_LEVEL)).verbose();
    }

    /** Tells the components to be what they are, and how what operators change reaches them later. */
    private RunningSettings configure(Node node, Configurations configurations) {
        HandOver handOver = node.handOver();
        RunningSettings running = new RunningSettings(settings, changed -> {
            logs.change((LogLevels) changed.value(Setting.LOG_LEVEL));
            return handOver.give(configurations.with(changed));
        });
        CompletableFuture<Void> unused = handOver.give(configurations);
        node.offer(running);
        return running;
    }

    private int untilEnd(Node node, RunningSettings running, boolean newData) throws InterruptedException {
        Event event = events.poll(READY_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw StartException.notReady(READY_SECONDS, node.missing());
        }
        if (event instanceof Event.Ready ready) {
            awaitTaken(running);
            announce(ready.port(), newData);
            event = events.take();
        }
        if (event instanceof Event.Signalled) {
            drain(node);
            return 0;
        }
        LOG.error("the framework ended by itself");
        return 1;
    }

    /** From its first request on a node goes by what operators have set before. */
    private static void awaitTaken(RunningSettings running) throws InterruptedException {
        try {
            running.taken().get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw StartException.notReady(READY_SECONDS, "its parts do not take what operators have set");
        }
    }

    private void announce(int port, boolean newData) {
        if (newData) {
            firstPassword();
        }
        String host = settings.text(Setting.HOST);
        out.printf(
                "stacksy ready %s://%s:%d in %d ms%n",
                settings.has(Setting.TLS_CERT) ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                port,
                ManagementFactory.getRuntimeMXBean().getUptime());
        out.flush();
    }

    /** The administrator's password, which was set or made up in this start, is shown this once. */
    private void firstPassword() {
        Path file = passwordFile();
        try {
            if (Files.exists(file)) {
                announcePassword(Files.readString(file).strip());
            } else if (settings.has(Setting.ADMIN_PASSWORD) && !settings.has(Setting.DATABASE_URL)) {
                announcePassword(settings.text(Setting.ADMIN_PASSWORD));
            }
        } catch (IOException e) {
            throw StartException.unreadable(file, e);
        }
    }

    private void announcePassword(String password) {
        out.printf("administrator: admin%npassword: %s%n", password);
    }

    private Path passwordFile() {
        return data.path(Configurations.ADMIN_PASSWORD);
    }

    /** Lets requests end; a second signal, or their time being up, ends that too. */
    private void drain(Node node) throws InterruptedException {
        LOG.info("draining");
        Thread drain = new Thread(
                () -> {
                    node.drain();
                    events.add(new Event.Drained());
                },
                "drain");
        drain.setDaemon(true);
        drain.start();
        Duration limit = ((Duration) settings.value(Setting.DRAIN_TIMEOUT)).plus(DRAIN_GRACE);
        Event end = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!(end instanceof Event.Drained)) {
            LOG.warn("ending without being drained");
        }
    }
}
