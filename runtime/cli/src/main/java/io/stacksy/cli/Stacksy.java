package io.stacksy.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself, with the options that every verb has. */
@Command(
        name = "stacksy",
        description = "Brings tools into service on a Stacksy node.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = {
            "A node is started with 'stacksy run'.",
            "A lost password of the administrator is replaced on the node's machine, with 'stacksy admin reset'."
        })
final class Stacksy {
    /** How answers are shown. */
    enum Output {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "The node, else STACKSY_URL, else " + Session.DEFAULT_URL + ".")
    @Nullable
    String url;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "An access token or API key, else STACKSY_TOKEN, else what 'login' stored.")
    @Nullable
    String token;

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}: for people, or as the node sent it.")
    Output output = Output.TABLE;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Say nothing but what was asked for.")
    boolean quiet;
}
