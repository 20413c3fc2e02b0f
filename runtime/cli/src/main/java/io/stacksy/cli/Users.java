package io.stacksy.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Administers accounts. */
@Command(name = "users", description = "Administers accounts.", synopsisSubcommandLabel = "COMMAND")
final class Users {
    private static final String PATH = "/admin/users";

    private final Session session;

    Users(Session session) {
        this.session = session;
    }

    @Command(name = "list", description = "Lists the accounts.")
    void list() {
        Table table = Table.headed("NAME", "KIND", "ROLES", "ENABLED", "CREATED", "ID");
        Listing.show(
                session,
                PATH,
                table,
                (rows, user) -> rows.row(
                        user.text("username"),
                        user.text("kind"),
                        user.joined("roles"),
                        user.text("enabled"),
                        user.moment("created_at"),
                        user.text("id")));
    }

    @Command(name = "show", description = "Shows an account.")
    void show(@Parameters(paramLabel = "NAME", description = "The account's name.") String name) {
        Node node = session.node();
        show(node.get(path(node, name)));
    }

    @Command(name = "add", description = "Adds an account. The password is asked for, or read from the standard input.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The account's name.") String name,
            @Option(names = "--role", paramLabel = "ROLE", description = "A role; may be repeated. Else: user.")
                    @Nullable
                    List<String> roles,
            @Option(names = "--service", description = "For a program: without a password, to be given API keys.")
                    boolean service,
            @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password in it.")
                    @Nullable
                    Path passwordFile) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("username", name);
        if (service) {
            user.put("kind", "service");
        } else {
            user.put("password", PasswordInput.chosen(session.terminal(), passwordFile));
        }
        if (roles != null) {
            user.put("roles", roles);
        }
        show(session.node().post(PATH, user));
    }

    @Command(
            name = "disable",
            description = "Shuts an account out, with its sessions and API keys, until it is enabled.")
    void disable(@Parameters(paramLabel = "NAME", description = "The account's name.") String name) {
        change(name, Map.of("enabled", false));
    }

    @Command(name = "enable", description = "Lets an account in again.")
    void enable(@Parameters(paramLabel = "NAME", description = "The account's name.") String name) {
        change(name, Map.of("enabled", true));
    }

    @Command(name = "roles", description = "Gives an account these roles, in place of those that it has.")
    void roles(
            @Parameters(index = "0", paramLabel = "NAME", description = "The account's name.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "ROLE", description = "All roles it is to have.")
                    List<String> roles) {
        change(name, Map.of("roles", roles));
    }

    @Command(
            name = "password",
            description = "Gives an account another password and ends its sessions. The password is asked for, or read"
                    + " from the standard input.")
    void password(
            @Parameters(paramLabel = "NAME", description = "The account's name.") String name,
            @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password in it.")
                    @Nullable
                    Path passwordFile) {
        change(name, Map.of("password", PasswordInput.chosen(session.terminal(), passwordFile)));
    }

    @Command(name = "delete", description = "Deletes an account with its sessions and API keys.")
    void delete(
            @Parameters(paramLabel = "NAME", description = "The account's name.") String name,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        if (!yes) {
            Confirmation.of(session.terminal(), "Delete the user " + name + "?", "nothing was deleted");
        }
        Node node = session.node();
        node.delete(path(node, name));
        session.tell("deleted " + name);
    }

    /** The path of the account of that name. */
    static String path(Node node, String name) {
        Answer answer = node.get(PATH + "?username=" + Node.encoded(name));
        Optional<String> id =
                answer.json().objects("items").stream().findFirst().flatMap(user -> user.find("id"));
        return PATH + "/"
                + Node.encoded(
                        id.orElseThrow(() -> Failure.refused("there is no user '" + name + "'", answer.requestId())));
    }

    private void change(String name, Map<String, ?> change) {
        Node node = session.node();
        show(node.patch(path(node, name), change));
    }

    private void show(Answer answer) {
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else if (session.talks()) {
            Json user = answer.json();
            new Table()
                    .row("name", user.text("username"))
                    .row("kind", user.text("kind"))
                    .row("roles", user.joined("roles"))
                    .row("enabled", user.text("enabled"))
                    .row("created", user.moment("created_at"))
                    .row("id", user.text("id"))
                    .print(session.terminal());
        }
    }
}
