package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.cli.CommandLineRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationTest {
    private static final String ADA =
            "{\"id\":\"7\",\"username\":\"ada\",\"kind\":\"person\",\"roles\":[\"operator\",\"user\"],"
                    + "\"enabled\":true,\"created_at\":\"2026-11-01T12:00:00Z\"}";
    private static final String ADAS_TABLE =
            """
            name     ada
            kind     person
            roles    operator, user
            enabled  true
            created  2026-11-01T12:00:00Z
            id       7
            """;
    private static final String BY_NAME = "GET /admin/users?username=ada";
    private static final String KEY = "{\"id\":\"k1\",\"name\":\"build\",\"scopes\":[\"links:read\"],"
            + "\"expires_at\":\"2026-11-02T12:00:00Z\",\"last_used_at\":null,\"rate_limit\":\"5/s\"}";
    private static final String SHOWN_KEY = KEY.replace("}", ",\"key\":\"sk_k1_secret\"}");
    private static final String ROLE =
            "{\"name\":\"auditor\",\"built_in\":false,\"users\":2,\"permissions\":[\"audit:read\",\"links:*\"]}";

    private final Path home;

    private final FakeNode node = new FakeNode();

    AdministrationTest(@TempDir Path home) {
        this.home = home;
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    private CommandLineRun command() {
        return new CommandLineRun(home, node.url()).with("STACKSY_TOKEN", "tok");
    }

    private static String items(String... items) {
        return "{\"items\":[" + String.join(",", items) + "],\"next_cursor\":null}";
    }

    private String lastBody() {
        return node.asked.get(node.asked.size() - 1).body();
    }

    @Test
    void listsUsersPageByPage() {
        node.says("GET /admin/users?limit=200", 200, "{\"items\":[" + ADA + "],\"next_cursor\":\"c\"}");
        node.says("GET /admin/users?limit=200&cursor=c", 200, items(ADA.replace("ada", "bea")));
        assertThat(command().run("users", "list").out())
                .isEqualTo(
                        """
                        NAME  KIND    ROLES           ENABLED  CREATED               ID
                        ada   person  operator, user  true     2026-11-01T12:00:00Z  7
                        bea   person  operator, user  true     2026-11-01T12:00:00Z  7
                        """);
    }

    @Test
    void showsAUserByName() {
        node.says(BY_NAME, 200, items(ADA)).says("GET /admin/users/7", 200, ADA);
        assertThat(command().run("users", "show", "ada")).isEqualTo(new Result(0, ADAS_TABLE, ""));
        assertThat(command().run("users", "show", "ada", "--output", "json").out())
                .isEqualTo(ADA + "\n");
    }

    @Test
    void aUserThatIsNotThereIsSaidToBeMissing() {
        node.says(BY_NAME, 200, items());
        assertThat(command().run("users", "show", "ada"))
                .isEqualTo(new Result(1, "", "stacksy: there is no user 'ada' (request id req-7)\n"));
    }

    @Test
    void addsAUserWithAPasswordThatIsTypedTwice() {
        node.says("POST /admin/users", 201, ADA);
        Result result = command().atTerminal("long enough", "long enough").run("users", "add", "ada", "--role=user");
        assertThat(result).isEqualTo(new Result(0, ADAS_TABLE, ""));
        assertThat(lastBody()).isEqualTo("{\"username\":\"ada\",\"password\":\"long enough\",\"roles\":[\"user\"]}");
    }

    @Test
    void twoPasswordsThatDifferAreNone() {
        Result result = command().atTerminal("long enough", "long enuogh").run("users", "add", "ada");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("not the same").doesNotContain("long");
        assertThat(node.asked).isEmpty();
    }

    @Test
    void addsAServiceAccountWithoutAPassword() {
        node.says("POST /admin/users", 201, ADA);
        assertThat(command()
                        .run("users", "add", "robot", "--service", "--role", "operator", "--role", "user")
                        .code())
                .isZero();
        assertThat(lastBody())
                .isEqualTo("{\"username\":\"robot\",\"kind\":\"service\",\"roles\":[\"operator\",\"user\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disable ada             | {\"enabled\":false}",
                "enable ada              | {\"enabled\":true}",
                "roles ada operator user | {\"roles\":[\"operator\",\"user\"]}",
                "password ada            | {\"password\":\"piped in\"}",
            })
    void changesAUser(String arguments, String body) {
        node.says(BY_NAME, 200, items(ADA)).says("PATCH /admin/users/7", 200, ADA);
        assertThat(command().piped("piped in\n").run(("users " + arguments).split(" ")))
                .isEqualTo(new Result(0, ADAS_TABLE, ""));
        assertThat(lastBody()).isEqualTo(body);
    }

    @Test
    void aPasswordComesFromAFile() throws IOException {
        Path file = Files.writeString(home.resolve("password"), "from a file\n");
        node.says(BY_NAME, 200, items(ADA)).says("PATCH /admin/users/7", 200, ADA);
        command().run("users", "password", "ada", "--password-file", file.toString());
        assertThat(lastBody()).isEqualTo("{\"password\":\"from a file\"}");
        assertThat(command()
                        .run("users", "password", "ada", "--password-file", "nowhere")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeTakenBackIsAskedForFirst() {
        node.says(BY_NAME, 200, items(ADA))
                .says("DELETE /admin/users/7", 204, "")
                .says("DELETE /admin/roles/auditor", 204, "")
                .says("DELETE /auth/api-keys/k1", 204, "");
        assertThat(command().run("users", "delete", "ada").code()).isEqualTo(2);
        assertThat(command().atTerminal("n").run("users", "delete", "ada"))
                .isEqualTo(new Result(1, "", "stacksy: nothing was deleted\n"));
        assertThat(command().atTerminal("n").run("roles", "delete", "auditor").code())
                .isEqualTo(1);
        assertThat(command().atTerminal("n").run("keys", "revoke", "k1").code()).isEqualTo(1);
        assertThat(node.asked).isEmpty();

        assertThat(command().atTerminal("y").run("users", "delete", "ada").out())
                .isEqualTo("deleted ada\n");
        assertThat(command().run("roles", "delete", "auditor", "--yes").out()).isEqualTo("deleted auditor\n");
        assertThat(command().run("keys", "revoke", "k1", "--yes").out()).isEqualTo("revoked k1\n");
    }

    @Test
    void listsKeysOfOneselfAndOfOthers() {
        String table =
                """
                ID  NAME   SCOPES      RATE  EXPIRES               LAST USED
                k1  build  links:read  5/s   2026-11-02T12:00:00Z  -
                """;
        node.says("GET /auth/api-keys?limit=200", 200, items(KEY));
        assertThat(command().run("keys", "list")).isEqualTo(new Result(0, table, ""));
        node.says(BY_NAME, 200, items(ADA)).says("GET /admin/users/7/api-keys?limit=200", 200, items(KEY));
        assertThat(command().run("keys", "list", "--user", "ada")).isEqualTo(new Result(0, table, ""));
    }

    @Test
    void aNewKeyStandsAloneOnItsLine() {
        node.says("POST /auth/api-keys", 201, SHOWN_KEY);
        String[] arguments = {
            "keys",
            "create",
            "build",
            "--scope",
            "links:read,qr:*",
            "--scope",
            "text:*",
            "--expires",
            "1d",
            "--rate",
            "5/s"
        };
        assertThat(command().run(arguments).out()).isEqualTo("key k1 is made; it is shown this once:\nsk_k1_secret\n");
        assertThat(lastBody())
                .isEqualTo("{\"name\":\"build\",\"scopes\":[\"links:read\",\"qr:*\",\"text:*\"],"
                        + "\"expires_at\":\"2026-11-02T12:00:00Z\",\"rate_limit\":\"5/s\"}");
        assertThat(command()
                        .run("keys", "create", "build", "--scope", "*", "--quiet")
                        .out())
                .isEqualTo("sk_k1_secret\n");
        assertThat(command()
                        .run("keys", "create", "build", "--scope", "*", "--output", "json")
                        .out())
                .isEqualTo(SHOWN_KEY + "\n");
    }

    @Test
    void makesAKeyForAServiceAccount() {
        node.says(BY_NAME, 200, items(ADA)).says("POST /admin/users/7/api-keys", 201, SHOWN_KEY);
        String[] arguments = {"keys", "create", "build", "--scope=*", "--expires=2026-12-01T00:00:00Z", "--user=ada"};
        assertThat(command().run(arguments).code()).isZero();
        assertThat(lastBody()).contains("\"expires_at\":\"2026-12-01T00:00:00Z\"");
    }

    @Test
    void rotatesAKey() {
        node.says("POST /auth/api-keys/k1/rotate", 200, SHOWN_KEY);
        assertThat(command().run("keys", "rotate", "k1").out())
                .isEqualTo("key k1 has another secret; it is shown this once:\nsk_k1_secret\n");
        assertThat(lastBody()).isEmpty();
        command().run("keys", "rotate", "k1", "--overlap", "2h");
        assertThat(lastBody()).isEqualTo("{\"overlap_seconds\":7200}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users",
                "keys",
                "roles",
                "users add",
                "users roles ada",
                "keys create build",
                "keys create build --scope * --expires soon",
                "keys rotate k1 --overlap 2x",
                "users add ada --password secret",
            })
    void whatIsMisusedSaysHowItIsUsed(String arguments) {
        Result result = command().run(arguments.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("stacksy: ").doesNotContain("Exception");
        assertThat(node.asked).isEmpty();
    }

    @Test
    void showsMakesAndChangesRoles() {
        String table =
                """
                NAME     BUILT IN  USERS  PERMISSIONS
                auditor  false     2      audit:read, links:*
                """;
        node.says("GET /admin/roles?limit=200", 200, items(ROLE))
                .says("GET /admin/roles/auditor", 200, ROLE)
                .says("POST /admin/roles", 201, ROLE)
                .says("PATCH /admin/roles/auditor", 200, ROLE);
        assertThat(command().run("roles", "list").out()).isEqualTo(table);
        assertThat(command().run("roles", "show", "auditor").out()).isEqualTo(table);
        assertThat(command()
                        .run("roles", "create", "auditor", "audit:read", "links:*")
                        .out())
                .isEqualTo(table);
        assertThat(lastBody()).contains("\"name\":\"auditor\"", "\"permissions\":[\"audit:read\",\"links:*\"]");
        assertThat(command().run("roles", "change", "auditor").out()).isEqualTo(table);
        assertThat(lastBody()).isEqualTo("{\"permissions\":[]}");
    }

    @Test
    void listsPermissions() {
        node.says(
                "GET /admin/permissions",
                200,
                items(
                        "{\"kind\":\"platform\",\"name\":\"stacksy\",\"permissions\":[\"audit:read\"]}",
                        "{\"kind\":\"tool\",\"name\":\"links\",\"permissions\":[\"links:read\",\"links:write\"]}"));
        assertThat(command().run("roles", "permissions").out())
                .isEqualTo(
                        """
                        OF       PERMISSION
                        stacksy  audit:read
                        links    links:read
                        links    links:write
                        """);
    }

    @Test
    void whoIsNotAllowedIsToldWhatIsLacking() {
        node.says("GET /admin/roles?limit=200", 403, "{\"detail\":\"this needs roles:read\"}");
        assertThat(command().run("roles", "list"))
                .isEqualTo(new Result(4, "", "stacksy: this needs roles:read (request id req-7)\n"));
    }

    @Test
    void eachVerbHasHelp() {
        assertThat(command().run("users", "add", "--help").out()).contains("--password-file", "--service", "--url");
        assertThat(command().run("keys", "create", "--version").out()).isNotEmpty();
        assertThat(command().run("--help").out()).contains("users", "roles", "keys", "stacksy admin reset");
    }
}
