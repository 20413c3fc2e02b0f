package io.stacksy.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Administers roles. */
@Command(
        name = "roles",
        description = "Administers roles, which are sets of permissions.",
        synopsisSubcommandLabel = "COMMAND")
final class Roles {
    private static final String PATH = "/admin/roles";

    private final Session session;

    Roles(Session session) {
        this.session = session;
    }

    @Command(name = "list", description = "Lists the roles.")
    void list() {
        Table table = Table.headed("NAME", "BUILT IN", "USERS", "PERMISSIONS");
        Listing.show(session, PATH, table, Roles::row);
    }

    @Command(name = "show", description = "Shows a role.")
    void show(@Parameters(paramLabel = "NAME", description = "The role's name.") String name) {
        show(session.node().get(path(name)));
    }

    @Command(name = "create", description = "Makes a role.")
    void create(
            @Parameters(index = "0", paramLabel = "NAME", description = "The role's name.") String name,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "PERMISSION",
                            description = "What it grants, such as links:read, links:* or *.")
                    @Nullable
                    List<String> permissions) {
        show(session.node().post(PATH, Map.of("name", name, "permissions", given(permissions))));
    }

    @Command(name = "change", description = "Gives a role these permissions, in place of those that it has.")
    void change(
            @Parameters(index = "0", paramLabel = "NAME", description = "The role's name.") String name,
            @Parameters(
                            index = "1..*",
                            arity = "0..*",
                            paramLabel = "PERMISSION",
                            description = "All that it is to grant, such as links:read, links:* or *.")
                    @Nullable
                    List<String> permissions) {
        show(session.node().patch(path(name), Map.of("permissions", given(permissions))));
    }

    @Command(name = "delete", description = "Deletes a role that nobody has.")
    void delete(
            @Parameters(paramLabel = "NAME", description = "The role's name.") String name,
            @Option(names = "--yes", description = "Do not ask.") boolean yes) {
        if (!yes) {
            Confirmation.of(session.terminal(), "Delete the role " + name + "?", "nothing was deleted");
        }
        session.node().delete(path(name));
        session.tell("deleted " + name);
    }

    @Command(name = "permissions", description = "Lists the permissions that the node and its tools ask for.")
    void permissions() {
        Answer answer = session.node().get("/admin/permissions");
        if (session.json()) {
            session.terminal().raw(answer.body());
            return;
        }
        Table table = Table.headed("OF", "PERMISSION");
        for (Json declared : answer.json().objects("items")) {
            for (String permission : declared.texts("permissions")) {
                table.row(declared.text("name"), permission);
            }
        }
        table.print(session.terminal());
    }

    private static List<String> given(@Nullable List<String> permissions) {
        return permissions == null ? List.of() : permissions;
    }

    private static String path(String name) {
        return PATH + "/" + Node.encoded(name);
    }

    private static void row(Table table, Json role) {
        table.row(role.text("name"), role.text("built_in"), role.text("users"), role.joined("permissions"));
    }

    private void show(Answer answer) {
        if (session.json()) {
            session.terminal().raw(answer.body());
        } else if (session.talks()) {
            Table table = Table.headed("NAME", "BUILT IN", "USERS", "PERMISSIONS");
            row(table, answer.json());
            table.print(session.terminal());
        }
    }
}
