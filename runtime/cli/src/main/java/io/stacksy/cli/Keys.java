package io.stacksy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, shows, rotates and revokes API keys. */
@Command(
        name = "keys",
        description = "Makes, shows, rotates and revokes API keys.",
        synopsisSubcommandLabel = "COMMAND")
final class Keys {
    private final Session session;

    Keys(Session session) {
        this.session = session;
    }

    @Command(name = "list", description = "Lists API keys.")
    void list(
            @Option(names = "--user", paramLabel = "NAME", description = "Those of this account; else your own.")
                    @Nullable
                    String user) {
        Table table = Table.headed("ID", "NAME", "SCOPES", "RATE", "EXPIRES", "LAST USED");
        Listing.show(
                session,
                path(session.node(), user),
                table,
                (rows, key) -> rows.row(
                        key.text("id"),
                        key.text("name"),
                        key.joined("scopes"),
                        key.text("rate_limit"),
                        key.moment("expires_at"),
                        key.moment("last_used_at")));
    }

    @Command(name = "create", description = "Makes an API key, which is shown this once.")
    void create(
            @Parameters(paramLabel = "NAME", description = "What it is for, in a word or two.") String name,
            @Option(
                            names = "--scope",
                            split = ",",
                            required = true,
                            paramLabel = "PERMISSION",
                            description = "What it may be used for, such as links:read, links:* or * for all that its"
                                    + " owner may do; may be repeated.")
                    List<String> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            description = "When it ends: 90d from now, or 2026-12-31T00:00:00Z; else never.")
                    @Nullable
                    String expires,
            @Option(names = "--rate", paramLabel = "RATE", description = "How often it may be used: 100/s or 6000/m.")
                    @Nullable
                    String rate,
            @Option(
                            names = "--user",
                            paramLabel = "NAME",
                            description = "The service account that it is for; else yourself.")
                    @Nullable
                    String user) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("name", name);
        key.put("scopes", scopes);
        if (expires != null) {
            key.put(
                    "expires_at",
                    Span.after("--expires", expires, session.clock().instant()).toString());
        }
        if (rate != null) {
            key.put("rate_limit", rate);
        }
        Node node = session.node();
        show(node.post(path(node, user), key), "is made");
    }

    @Command(name = "rotate", description = "Gives an API key another secret; it is shown this once.")
    void rotate(
            @Parameters(paramLabel = "ID", description = "The key's identifier.") String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "TIME",
                            description = "How long the present secret stays good: 0s to 7d; 24h if not given.")
                    @Nullable
                    String overlap,
            @Option(names = "--user", paramLabel = "NAME", description = "The account that has it; else yourself.")
                    @Nullable
                    String user) {
        Map<String, Object> rotation = overlap == null
                ? Map.of()
                : Map.of("overlap_seconds", Span.of("--overlap", overlap).toSeconds());
        Node node = session.node();
        show(node.post(path(node, user) + "/" + Node.encoded(id) + "/rotate", rotation), "has another secret");
    }

    @Command(name = "revoke", description = "Ends an API key for good.")
    void revoke(
            @Parameters(paramLabel = "ID", description = "The key's identifier.") String id,
            @Option(names = "--user", paramLabel = "NAME", description = "The account that has it; else yourself.")
                    @Nullable
                    String user,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        if (!yes) {
            Confirmation.of(session.terminal(), "Revoke the API key " + id + "?", "nothing was revoked");
        }
        Node node = session.node();
        node.delete(path(node, user) + "/" + Node.encoded(id));
        session.tell("revoked " + id);
    }

    private static String path(Node node, @Nullable String user) {
        return user == null ? "/auth/api-keys" : Users.path(node, user) + "/api-keys";
    }

    /** The key alone on a line of the standard output, so that a script can take it. */
    private void show(Answer answer, String what) {
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Json key = answer.json();
        session.tell("key " + key.text("id") + " " + what + "; it is shown this once:");
        session.terminal()
                .raw(Terminal.printable(key.find("key")
                        .orElseThrow(() -> Failure.refused(
                                "the node answered without a key; is it a Stacksy node?", Optional.empty()))));
        key.find("previous_expires_at").ifPresent(end -> session.tell("the secret before it is good until " + end));
    }
}
