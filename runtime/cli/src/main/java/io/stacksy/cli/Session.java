package io.stacksy.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one run of the command works with: its options, its environment, its terminal. */
final class Session {
    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private final Stacksy options;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Clock clock;
    private final Transport transport = new Transport();

    Session(Stacksy options, Map<String, String> environment, Terminal terminal, Clock clock) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
        this.clock = clock;
    }

    Terminal terminal() {
        return terminal;
    }

    boolean json() {
        return options.output == Stacksy.Output.JSON;
    }

    /** Whether to tell people what happens; not to scripts that read JSON. */
    boolean talks() {
        return !options.quiet && !json();
    }

    /** Says something that was not asked for. */
    void tell(String text) {
        if (talks()) {
            terminal.line(text);
        }
    }

    /** The node, with all that it lets us in by. */
    Node node() {
        String token = first(options.token, environment.get("STACKSY_TOKEN"), "");
        Access access =
                token.isEmpty() ? new StoredAccess(credentials(), url(), transport, clock) : new GivenToken(token);
        return new Node(url(), transport, access);
    }

    /** The node, as a stranger sees it. */
    Node asStranger() {
        return new Node(url(), transport, new GivenToken(""));
    }

    Credentials credentials() {
        return new Credentials(folder());
    }

    /** The folder of this user's own things. */
    Path folder() {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String config = first(null, environment.get("XDG_CONFIG_HOME"), "");
        Path folder = config.isEmpty() ? Path.of(home, ".config") : Path.of(config);
        return folder.resolve("stacksy");
    }

    Transport transport() {
        return transport;
    }

    Clock clock() {
        return clock;
    }

    URI url() {
        String text = first(options.url, environment.get("STACKSY_URL"), DEFAULT_URL);
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (http && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw notUrl(text);
        }
        throw notUrl(text);
    }

    private static Failure notUrl(String text) {
        return Failure.usage("'" + text + "' is not the address of a node; it must be like " + DEFAULT_URL);
    }

    private static String first(@Nullable String option, @Nullable String variable, String otherwise) {
        if (option != null && !option.isEmpty()) {
            return option;
        }
        return variable != null && !variable.isEmpty() ? variable : otherwise;
    }
}
