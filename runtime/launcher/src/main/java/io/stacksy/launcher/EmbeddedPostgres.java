package io.stacksy.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that a node brings along and runs in its data folder, on the loopback interface, behind a password.
 * Used by one thread, but for {@link #close}.
 */
final class EmbeddedPostgres implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String NAME = "stacksy";
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    /** Small, for a node and its tools; everything that keeps data safe is as PostgreSQL has it. */
    private static final List<String> SERVER_OPTIONS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=''",
            "max_connections=64",
            "shared_buffers=32MB",
            "min_wal_size=32MB",
            "max_wal_size=256MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_worker_processes=4",
            "io_method=sync",
            "jit=off",
            "huge_pages=off",
            "log_checkpoints=off",
            "log_min_messages=log", // a statement's error is its caller's affair
            "timezone=UTC",
            "log_timezone=UTC");

    private final DataFolder data;
    private final Path folder;
    private final Path log;
    private final Path programs;
    private final Command command;
    private final String password;
    private final int port;

    private boolean running;

    private EmbeddedPostgres(DataFolder data, Path folder, Path programs, Command command) throws IOException {
        this.data = data;
        this.folder = folder;
        this.log = data.path("postgres.log");
        this.programs = programs;
        this.command = command;
        this.password = data.secret("postgres-password");
        this.port = port(data.path("postgres-port"));
    }

    /** Unpacks PostgreSQL if need be, and ends the one that a node which was killed has left behind. */
    static EmbeddedPostgres prepare(DataFolder data) throws InterruptedException {
        try {
            Path folder = data.path("postgres");
            Path programs = PostgresBinaries.unpacked(data);
            Command command = new Command(data.belongsToRoot() ? asNobody() : List.of());
            if (new Postmaster(folder).find().isPresent()) {
                LOG.info("stopping the PostgreSQL that another run left behind");
                stop(command, programs, folder);
            }
            return new EmbeddedPostgres(data, folder, programs, command);
        } catch (IOException e) {
            throw StartException.embeddedDatabase(StartException.reason(e), e);
        }
    }

    /** PostgreSQL refuses to run as root, even where there is no one else, as in many containers. */
    private static List<String> asNobody() throws IOException, InterruptedException {
        List<String> prefix = List.of("unshare", "-U");
        if (new Command(prefix).run("", Path.of("true")).failed()) {
            throw new IOException(
                    "it does not run as root, and this system has no user namespaces to hide that from it:"
                            + " start the node as an ordinary user");
        }
        return prefix;
    }

    private static int port(Path remembered) throws IOException {
        if (Files.exists(remembered)) {
            int port = Integer.parseInt(Files.readString(remembered).strip());
            if (Ports.isFree(port)) {
                return port;
            }
        }
        int port = Ports.anyFree();
        Files.writeString(remembered, Integer.toString(port));
        return port;
    }

    @Override
    public Credentials credentials() {
        return new Credentials("jdbc:postgresql://127.0.0.1:" + port + "/" + NAME, NAME, password);
    }

    @Override
    public synchronized void start() {
        try {
            if (!Files.exists(folder)) {
                initialise();
            }
            if (Files.exists(log)) {
                Files.move(log, data.path("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            StringBuilder options = new StringBuilder("-c port=" + port);
            SERVER_OPTIONS.forEach(option -> options.append(" -c ").append(option));
            Command.Result result = command.run(
                    "",
                    programs.resolve("pg_ctl"),
                    "start",
                    "-w",
                    "-t",
                    Integer.toString(START_SECONDS),
                    "-D",
                    folder.toString(),
                    "-l",
                    log.toString(),
                    "-o",
                    options.toString());
            if (result.failed()) {
                throw StartException.embeddedDatabase("see " + log + " (" + result.lastLine() + ")", null);
            }
            running = true;
        } catch (IOException e) {
            throw StartException.embeddedDatabase(StartException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StartException.embeddedDatabase("interrupted", e);
        }
    }

    /** Makes the cluster beside its place and moves it there when it is whole. */
    private void initialise() throws IOException, InterruptedException {
        Path unfinished = data.path("postgres.new");
        PostgresBinaries.delete(unfinished);
        check(command.run(
                "",
                programs.resolve("initdb"),
                "--pgdata=" + unfinished,
                "--username=postgres",
                "--pwfile=" + data.path("postgres-password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        // not a superuser: what a node may do here, it must be able to do on a PostgreSQL that others run
        check(command.run(
                """
                CREATE ROLE stacksy LOGIN CREATEROLE PASSWORD '%s'
                ALTER ROLE stacksy SET createrole_self_grant = 'set, inherit'
                CREATE DATABASE stacksy OWNER stacksy
                ALTER ROLE postgres PASSWORD NULL
                """
                        .formatted(password),
                programs.resolve("postgres"),
                "--single",
                // a password of 192 random bits is not guessed by trying faster, and each connection is made sooner
                "-c",
                "scram_iterations=1",
                "-D",
                unfinished.toString(),
                "postgres"));
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void check(Command.Result result) throws IOException {
        if (result.failed()) {
            throw new IOException(result.lastLine());
        }
    }

    private static void stop(Command command, Path programs, Path folder) throws IOException, InterruptedException {
        String[] arguments = {"stop", "-w", "-t", Integer.toString(STOP_SECONDS), "-D", folder.toString(), "-m"};
        Path program = programs.resolve("pg_ctl");
        if (command.run("", program, with(arguments, "fast")).failed()) {
            check(command.run("", program, with(arguments, "immediate")));
        }
    }

    private static String[] with(String[] arguments, String last) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = last;
        return all;
    }

    @Override
    public synchronized void close() {
        if (!running) {
            return;
        }
        running = false;
        try {
            stop(command, programs, folder);
        } catch (IOException e) {
            LOG.error("PostgreSQL did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.error("PostgreSQL was not waited for", e);
        }
    }
}
