package io.stacksy.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code stacksy run}: a node in the foreground. */
public final class Launcher {
    private static final String USAGE =
            """
            Usage: stacksy run [--port 8080] [--host 127.0.0.1] [--data data] [--config FILE]
            Starts a node with everything it needs. Settings: etc/stacksy.properties, or STACKSY_* in the environment.
            """;

    private static final int REFUSED = 2;

    private Launcher() {}

    /**
     * Runs a node and ends the process with its exit code: 0 when it was told to end, 1 when it ended by itself, 2 when
     * it did not start.
     */
    public static void main(String[] arguments) {
        // a bundle's thread that still runs must not keep the process alive
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    private static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        try {
            return start(arguments, out);
        } catch (StartException e) {
            err.println("stacksy: " + e.getMessage());
            return REFUSED;
        } catch (IOException e) {
            err.println("stacksy: the data folder was not left in order: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("stacksy: interrupted");
            return 1;
        }
    }

    private static int start(List<String> arguments, PrintStream out) throws IOException, InterruptedException {
        Path home = home();
        Settings settings = settings(CommandLine.parse(arguments));
        try (DataFolder data = DataFolder.open(settings.data());
                Logs logs = Logs.open(
                        settings.text(Setting.LOG_FORMAT), (LogLevels) settings.value(Setting.LOG_LEVEL), out)) {
            try {
                int code = new Run(settings, data, home, logs, out).toEnd();
                if (code == 0) {
                    ClassArchive.keep(data);
                }
                return code;
            } catch (StartException e) {
                logs.explain(e);
                throw e;
            }
        }
    }

    /** The settings of the node that is, or would be, started here with {@code commandLine}. */
    static Settings settings(CommandLine commandLine) {
        return new SettingsReader(System.getenv(), home().resolve("etc/stacksy.properties")).read(commandLine);
    }

    private static Path home() {
        String home = System.getProperty("stacksy.home");
        if (home == null) {
            throw StartException.distribution(
                    "the system property stacksy.home does not say where the distribution is");
        }
        return Path.of(home);
    }
}
