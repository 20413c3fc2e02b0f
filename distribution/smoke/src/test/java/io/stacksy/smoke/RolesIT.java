package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles, permissions and accounts. */
class RolesIT {
    private static final String PASSWORD = "a long enough word";
    private static Node node;
    private static Api admin;
    private static Api anonymous;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("roles")).ready();
        admin = node.admin();
        anonymous = admin.anonymous();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "ownerId", "owner_id", "id", "__proto__", "built_in", "enabled_at"})
    void statement19AFieldThatIsNotKnownIsRefusedAndNothingIsChanged(String field) {
        String extra = ",\"" + field + "\":\"admin\"}";
        String before = admin.get("/admin/users?limit=200").text()
                + admin.get("/admin/roles").text();
        List<Answer> refused = List.of(
                admin.post(
                        "/admin/users",
                        "{\"username\":\"more\",\"password\":\"" + PASSWORD + "\",\"roles\":[\"user\"]" + extra),
                admin.patch(
                        "/admin/users/" + admin.get("/auth/me").at("id"), "{\"roles\":[\"admin\",\"user\"]" + extra),
                admin.post("/admin/roles", "{\"name\":\"more\",\"permissions\":[]" + extra),
                admin.patch("/admin/roles/user", "{\"permissions\":[\"*\"]" + extra),
                admin.post("/auth/api-keys", "{\"name\":\"more\",\"scopes\":[\"*\"]" + extra),
                admin.post("/api/links", "{\"url\":\"https://example.org/\"" + extra));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo(field);
        });
        assertThat(admin.get("/admin/users?limit=200").text()
                        + admin.get("/admin/roles").text())
                .isEqualTo(before);
        assertThat(admin.get("/auth/api-keys").body().path("items")).isEmpty();
    }

    @Test
    void statement20ARoleThatIsTakenAwayInMidSessionIsGoneAtOnce() {
        String path = account("olga", "operator");
        Api olga = anonymous.login("olga", PASSWORD);
        assertThat(olga.get("/admin/tools").status()).isEqualTo(200);
        assertThat(admin.patch(path, "{\"roles\":[\"user\"]}").status()).isEqualTo(200);
        assertThat(olga.get("/admin/tools").status()).isEqualTo(403);
        assertThat(admin.patch(path, "{\"roles\":[\"operator\"]}").status()).isEqualTo(200);
        assertThat(olga.get("/admin/tools").status()).isEqualTo(200);
        assertThat(admin.patch(path, "{\"enabled\":false}").status()).isEqualTo(200);
        assertThat(olga.get("/admin/tools").status()).isEqualTo(401);
    }

    @Test
    void aRoleOfOnesOwnTakesEffectAtOnceAndChangesDoToo() {
        assertThat(admin.post("/admin/roles", "{\"name\":\"watcher\",\"permissions\":[\"tools:read\"]}")
                        .status())
                .isEqualTo(201);
        account("wim", "watcher");
        Api wim = anonymous.login("wim", PASSWORD);
        assertThat(wim.get("/admin/tools").status()).isEqualTo(200);
        Answer refused = wim.get("/admin/audit");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"stacksy\", error=\"insufficient_scope\", scope=\"audit:read\"");

        assertThat(admin.patch("/admin/roles/watcher", "{\"permissions\":[\"audit:*\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(wim.get("/admin/audit").status()).isEqualTo(200);
        assertThat(wim.get("/admin/tools").status()).isEqualTo(403);
        assertThat(admin.delete("/admin/roles/watcher").status()).isEqualTo(409);
        assertThat(admin.get("/admin/roles/watcher").body().path("users").asInt())
                .isEqualTo(1);
    }

    @Test
    void builtInRolesStayAsTheyAre() {
        for (String name : new String[] {"admin", "operator", "user"}) {
            assertThat(admin.get("/admin/roles/" + name).body().path("built_in").asBoolean())
                    .isTrue();
            assertThat(admin.patch("/admin/roles/" + name, "{\"permissions\":[]}")
                            .status())
                    .isEqualTo(409);
            assertThat(admin.delete("/admin/roles/" + name).status()).isEqualTo(409);
        }
    }

    @Test
    void thePermissionsThatToolsDeclareAreListed() {
        JsonNode items = admin.get("/admin/permissions").body().path("items");
        assertThat(items.at("/0/name").asText()).isEqualTo("stacksy");
        assertThat(items.at("/0/permissions").toString())
                .contains("users:read", "users:write", "roles:write", "tools:write", "audit:read");
        assertThat(items).anySatisfy(item -> {
            assertThat(item.path("kind").asText()).isEqualTo("tool");
            assertThat(item.path("name").asText()).isEqualTo("links");
            assertThat(item.path("permissions").toString()).isEqualTo("[\"links:read\",\"links:write\"]");
        });
        assertThat(admin.get("/admin/tools/links")
                        .body()
                        .at("/revisions/0/permissions")
                        .toString())
                .isEqualTo("[\"links:read\",\"links:write\"]");
    }

    @Test
    void nobodyGivesOrTouchesRightsThatTheyDoNotHave() {
        admin.post(
                "/admin/roles",
                "{\"name\":\"helpdesk\",\"permissions\":[\"users:*\",\"links:*\",\"qr:*\",\"paste:*\",\"text:*\"]}");
        account("hilde", "helpdesk");
        Api hilde = anonymous.login("hilde", PASSWORD);
        assertThat(hilde.post("/admin/users", user("uwe", "user")).status()).isEqualTo(201);
        assertThat(hilde.post("/admin/users", user("axel", "admin")).status()).isEqualTo(403);
        String root = "/admin/users/" + admin.get("/auth/me").at("id");
        assertThat(hilde.patch(root, "{\"password\":\"hilde was here\"}").status())
                .isEqualTo(403);
        assertThat(hilde.delete(root).status()).isEqualTo(403);
        assertThat(hilde.get(root).status()).isEqualTo(200);
    }

    @Test
    void ofAllAdministratorsThatAreDemotedAtOnceOneIsLeft() throws Exception {
        List<String> paths =
                new ArrayList<>(List.of("/admin/users/" + admin.get("/auth/me").at("id")));
        List<Api> apis = new ArrayList<>(List.of(admin));
        for (int i = 0; i < 3; i++) {
            paths.add(account("root" + i, "admin"));
            apis.add(anonymous.login("root" + i, PASSWORD));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> demotions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Api api = apis.get(i);
                String path = paths.get((i + 1) % 4);
                demotions.add(() -> api.patch(path, "{\"roles\":[\"user\"]}").status());
            }
            for (Future<Integer> status : threads.invokeAll(demotions)) {
                assertThat(status.get()).isIn(200, 409, 403);
            }
        } finally {
            threads.shutdownNow();
        }
        Api left = apis.stream()
                .filter(api -> api.get("/admin/users").status() == 200)
                .findFirst()
                .orElseThrow();
        for (String path : paths) {
            left.patch(path, "{\"roles\":[\"admin\"]}");
        }
        String own = "/admin/users/" + left.get("/auth/me").at("id");
        for (String path : paths) {
            if (!path.equals(own)) {
                assertThat(left.patch(path, "{\"roles\":[\"user\"]}").status()).isEqualTo(200);
            }
        }
        assertThat(left.delete(own).status()).isEqualTo(409);
        assertThat(left.patch(own, "{\"enabled\":false}").status()).isEqualTo(409);
        assertThat(left.patch(paths.get(0), "{\"roles\":[\"admin\"]}").status()).isEqualTo(200);
    }

    @Test
    void accountsAndRolesAreAdministeredByCommand() {
        Cli cli = new Cli(node, admin.accessToken());
        assertThat(cli.piped(PASSWORD + "\n", "users", "add", "carla", "--role", "user")
                        .code())
                .isZero();
        assertThat(cli.run("users", "list").out()).contains("carla");
        Api carla = anonymous.login("carla", PASSWORD);
        assertThat(cli.run("roles", "create", "deployer", "tools:*").code()).isZero();
        assertThat(cli.run("users", "roles", "carla", "user", "deployer").code())
                .isZero();
        assertThat(carla.get("/admin/tools").status()).isEqualTo(200);
        assertThat(cli.run("roles", "change", "deployer").code()).isZero();
        assertThat(carla.get("/admin/tools").status()).isEqualTo(403);
        assertThat(cli.run("roles", "permissions").out()).contains("links:write");
        assertThat(cli.piped("another long word\n", "users", "password", "carla")
                        .code())
                .isZero();
        assertThat(carla.get("/auth/me").status()).isEqualTo(401);
        carla = anonymous.login("carla", "another long word");
        assertThat(cli.run("users", "disable", "carla").code()).isZero();
        assertThat(carla.get("/auth/me").status()).isEqualTo(401);
        assertThat(cli.run("users", "enable", "carla").code()).isZero();
        assertThat(cli.run("users", "delete", "carla", "--yes").code()).isZero();
        assertThat(cli.run("users", "show", "carla").code()).isEqualTo(1);
        assertThat(cli.run("roles", "delete", "deployer", "--yes").code()).isZero();
        assertThat(cli.run("roles", "delete", "admin", "--yes").code()).isEqualTo(1);
    }

    @Test
    void eachChangeOfARoleOrAnAccountIsInTheAuditTrail() {
        admin.post("/admin/roles", "{\"name\":\"noted\",\"permissions\":[\"audit:read\"]}");
        admin.patch("/admin/roles/noted", "{\"permissions\":[\"links:read\"]}");
        admin.delete("/admin/roles/noted");
        String path = account("nora", "user");
        admin.patch(path, "{\"password\":\"yet another word\"}");
        admin.delete(path);
        String trail = admin.get("/admin/audit?limit=200").text();
        for (String action : new String[] {
            "role.create", "role.change", "role.delete", "user.create", "user.change", "password.change", "user.delete"
        }) {
            assertThat(trail).contains("\"action\":\"" + action + "\"");
        }
        assertThat(trail).doesNotContain(PASSWORD, "yet another word");
    }

    @Test
    void aLostPasswordIsReplacedOnTheNodesOwnMachine() {
        try (Node lost = Node.on(Data.used("reset")).ready()) {
            String forgotten = lost.adminPassword();
            Api before = lost.admin();
            Cli.Result reset =
                    new Cli().run("admin", "reset", "--data", lost.data().toString());
            assertThat(reset.code()).as(reset.toString()).isZero();
            assertThat(reset.lines()).hasSize(2);
            Api api = new Api(lost.uri());
            Api recovered = api.login("admin", password(reset));
            assertThat(recovered.get("/admin/users").status()).isEqualTo(200);
            assertThat(before.get("/auth/me").status()).isEqualTo(401);
            Answer refused = api.post("/auth/login", "{\"username\":\"admin\",\"password\":\"" + forgotten + "\"}");
            assertThat(refused.status()).isEqualTo(401);
            JsonNode line =
                    recovered.get("/admin/audit?action=user.recover").body().at("/items/0");
            assertThat(line.path("actor").asText()).isEqualTo("node");

            assertThat(lost.stop()).isZero();
            Cli.Result whileStopped =
                    new Cli().run("admin", "reset", "--data", lost.data().toString());
            assertThat(whileStopped.code()).as(whileStopped.toString()).isZero();
            assertThat(whileStopped.out()).contains("does not run");
            try (Node again = Node.on(lost.data()).ready()) {
                assertThat(new Api(again.uri())
                                .login("admin", password(whileStopped))
                                .get("/admin/users")
                                .status())
                        .isEqualTo(200);
                assertThat(again.output()).noneMatch(said -> said.contains(password(whileStopped)));
            }
        }
        Cli.Result nowhere =
                new Cli().run("admin", "reset", "--data", Data.empty("empty").toString());
        assertThat(nowhere.code()).isEqualTo(2);
        assertThat(nowhere.err()).contains("there is no node's data in").doesNotContain("Exception");
    }

    private static String password(Cli.Result reset) {
        return reset.lines().get(1).replace("password: ", "");
    }

    /** Makes an account; returns its path. */
    private static String account(String name, String role) {
        Answer created = admin.post("/admin/users", user(name, role));
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        return "/admin/users/" + created.at("id");
    }

    private static String user(String name, String role) {
        return "{\"username\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, PASSWORD, role);
    }
}
