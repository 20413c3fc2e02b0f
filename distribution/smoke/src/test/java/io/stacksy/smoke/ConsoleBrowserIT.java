package io.stacksy.smoke;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.smoke.Api.Answer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web console in a browser, as an operator uses it. Needs {@code chromium} on the path. */
class ConsoleBrowserIT {
    private static final int TAB = 9;
    private static final int ENTER = 13;

    private static @Nullable Node node;
    private static @Nullable Browser browser;
    private static Api api;

    @BeforeAll
    static void start() {
        Path chromium =
                Programs.need("chromium", "the console is not tested in it", "on Debian: apt-get install chromium");
        Node started = Node.on(Data.used("console"))
                .with("STACKSY_TOOL_QUARANTINE_AFTER", "2")
                .with("STACKSY_DRAIN_TIMEOUT", "2s")
                .ready();
        node = started;
        api = started.admin();
        browser = Browser.start(chromium, Data.empty("chromium"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void open() {
        page().screen(1280, 900, "light");
        page().open(node().uri().resolve("/console/"));
        page().sees("Stacksy console", "User name");
    }

    @AfterEach
    void nothingIsAskedOfOthersAndNothingBreaks() {
        assertThat(page().requests()).allSatisfy(request -> assertThat(request)
                .matches(asked -> asked.startsWith(node().uri() + "/") || asked.equals("about:blank")));
        assertThat(page().complaints()).isEmpty();
        page().open(node().uri().resolve("/health/live")); // to leave the page is to sign out
    }

    @Test
    void whoIsNotKnownIsToldSo() {
        signIn("admin", "not the password");
        page().sees("wrong");
        assertThat(page().text()).contains("Password");
        signIn("admin", node().adminPassword());
        page().sees("Sign out");
    }

    @Test
    void whoIsNoOperatorIsToldSo() {
        String body = "{\"username\":\"ada\",\"password\":\"a long enough password\",\"roles\":[\"user\"]}";
        assertThat(api.post("/admin/users", body).status()).isEqualTo(201);
        signIn("ada", "a long enough password");
        page().sees("You are no operator", "signed in as ada", "stacksy users roles ada user operator");
        page().press("Sign out");
        page().sees("You are signed out.");
    }

    @Test
    void whateverIsWrongWithAToolIsNamed() {
        deployed(ToolJar.of("errors", "1.0.0").fixtures("zoo"));
        Eventually.is("it is in trouble", () -> {
            api.get("/api/errors/errors");
            return !revision("errors").path("troubles").isEmpty();
        });
        signInAsAdmin();
        page().sees("degraded", "What is wrong", "errors@1.0.0 is in trouble (failing): ");
        Eventually.is("it is in quarantine", () -> {
            api.get("/api/errors/errors");
            return !revision("errors").path("quarantine").isNull();
        });
        page().sees("errors@1.0.0 is in quarantine: ");
        assertThat(api.get("/health").text()).contains("errors@1.0.0 is in quarantine: ");
        String reason = revision("errors").path("quarantine").path("reason").asText();
        page().sees(reason);
        page().press("errors");
        page().sees("Revisions", "errors@1.0.0 is in quarantine: " + reason, "Budget", "Last rollout");
        page().press("Release…");
        page().sees("has its requests again");
        page().press("Release");
        page().sees("errors is released.");
        Eventually.is(
                "it is released", () -> revision("errors").path("quarantine").isNull());
        page().seesNoMore("errors@1.0.0 is in quarantine");
        assertThat(api.remove("errors").status()).isEqualTo(200);
    }

    @Test
    void aJarIsDeployedAfterItsPlanAndRolledBack() {
        signInAsAdmin();
        deploysByHand(ToolJar.of("hello", "1.0.0"), "hello 1.0.0");
        assertThat(api.get("/admin/tools/hello").at("live")).isEqualTo("1.0.0");
        deploysByHand(ToolJar.of("hello", "1.1.0"), "hello 1.1.0");
        assertThat(api.get("/api/hello/").at("running_version")).isEqualTo("1.1.0");

        page().goTo("#/tools/hello");
        page().sees("1.1.0", "1.0.0");
        page().press("Roll back…");
        page().sees("Roll hello back", "none fails");
        page().press("Cancel");
        page().seesNoMore("Roll hello back");
        assertThat(api.get("/admin/tools/hello").at("live")).isEqualTo("1.1.0");
        page().press("Roll back…");
        page().press("Roll back");
        page().sees("hello is being rolled back.", "rollback 1.0.0");
        Eventually.is(
                "the one before is live",
                () -> api.get("/admin/tools/hello").at("live").equals("1.0.0"));
        page().goTo("#/rollouts");
        page().sees("rollback", "deploy", "admin");
        page().goTo("#/audit?tool=hello");
        page().sees("rollout.started", "hello@1.1.0");
    }

    @Test
    void aJarThatWouldBeRefusedIsNotOffered() {
        signInAsAdmin();
        deployed(ToolJar.of("owner", "1.0.0").alias("/own"));
        page().goTo("#/deploy");
        page().choose(ToolJar.of("thief", "1.0.0").alias("/own").write());
        page().sees("Plan for thief 1.0.0", "it would be refused", "/own");
        assertThat(page().offers("Deploy thief 1.0.0")).isFalse();
    }

    @Test
    void aJarIsDroppedAnywhere() {
        signInAsAdmin();
        page().drop(ToolJar.of("dropped", "1.0.0").write());
        page().sees("Plan for dropped 1.0.0");
        assertThat(page().offers("Deploy dropped 1.0.0")).isTrue();
    }

    @Test
    void aPageOfAToolGetsNoHoldOfIt() {
        page().open(node().uri().resolve("/health/live")); // any answer of the node will do: it has the same origin
        page().evaluate("(window.held = window.open('/console/')) !== null");
        Eventually.is(
                "it is let go of", () -> page().evaluate("window.held.closed").asBoolean());
    }

    @Test
    void aCanaryIsPromotedByHand() {
        deployed(ToolJar.of("careful", "1.0.0"));
        signInAsAdmin();
        page().goTo("#/deploy");
        page().write("canary", "10");
        page().choose(ToolJar.of("careful", "1.1.0").write());
        page().press("Deploy careful 1.1.0");
        page().sees("Stages", "canary");
        page().goTo("#/");
        page().sees("1.1.0 canary 10 %", "1.0.0 live 90 %");
        page().goTo("#/tools/careful");
        page().press("Pause");
        page().sees("Resume");
        page().press("Promote");
        page().sees("1.1.0 gets all of the traffic of careful now.");
        page().press("Promote");
        Eventually.is(
                "it is live", () -> api.get("/admin/tools/careful").at("live").equals("1.1.0"));
    }

    @Test
    void aRemovalSaysWhatItDoesAndShowsItsCertificate() {
        deployed(ToolJar.of("short", "1.0.0").alias("/shorter"));
        signInAsAdmin();
        page().goTo("#/tools/short");
        page().press("Remove…");
        page().sees("/api/short/, /shorter fails with 404", "Its data stays in the database");
        page().press("Remove");
        page().sees("short is being removed.");
        Eventually.is("it is gone", () -> api.get("/api/short/").status() == 404);
        page().press("remove 1.0.0");
        page().sees("What became of what left memory", "Removal of 1.0.0: clean", "class loader");
    }

    @Test
    void whatComesFromTheNodeIsTextAndNeverMarkup() {
        deployed(ToolJar.of("odd", "1.0.0"));
        String markup = "<img src=x onerror=document.title='run'><b>bold</b>";
        assertThat(api.post("/admin/tools/odd/quarantine", "{\"reason\":\"" + markup + "\"}")
                        .status())
                .isEqualTo(200);
        signInAsAdmin();
        page().goTo("#/tools/odd");
        page().sees("odd@1.0.0 is in quarantine: " + markup);
        assertThat(page().evaluate("document.querySelector('main img, main b') === null")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aSessionIsRenewedBeforeItsTokenEndsAndItsEndIsSaid() {
        signInAsAdmin();
        page().sees("Tools");
        page().evaluate("(now => { Date.now = () => now() + 9.5 * 60_000; })(Date.now.bind(Date))");
        Eventually.is("it is renewed", () -> refreshes() == 1);
        page().sees("Health");
        assertThat(api.delete("/auth/sessions").status()).isIn(200, 204);
        page().sees("Your session has ended. Please sign in again.");
        api = node().admin();
    }

    private static long refreshes() {
        return page().requests().stream()
                .filter(request -> request.endsWith("/auth/refresh"))
                .count();
    }

    @Test
    void itIsReadOnAPhoneAndInTheDark() {
        signInAsAdmin();
        page().sees("Tools", "links");
        String light = ground();
        for (String place : new String[] {"#/", "#/tools/links", "#/deploy", "#/rollouts", "#/audit"}) {
            page().screen(360, 740, "dark");
            page().goTo(place);
            Eventually.is(place, () -> page().evaluate("document.querySelector('main').childElementCount > 1")
                    .asBoolean());
            page().picture(Path.of("target", "console-" + place.replaceAll("\\W+", "-") + ".png"));
            assertThat(page().evaluate("document.documentElement.scrollWidth").asInt())
                    .as(place)
                    .isLessThanOrEqualTo(360);
        }
        assertThat(ground()).isNotEqualTo(light);
    }

    private static String ground() {
        return page().evaluate("getComputedStyle(document.body).backgroundColor")
                .asText();
    }

    /** From the file to the end of its rollout, with a look at the plan first. */
    private static void deploysByHand(ToolJar jar, String what) {
        page().goTo("#/deploy");
        page().choose(jar.write());
        page().sees("Plan for " + what, "nothing stands in the way");
        page().press("Deploy " + what);
        page().sees("Rollout of hello live", "Stages", "switch done");
    }

    private static void signInAsAdmin() {
        signIn("admin", node().adminPassword());
        page().sees("Sign out", "Health");
    }

    /** With the keyboard alone. */
    private static void signIn(String username, String password) {
        page().write("username", username);
        page().key("Tab", TAB);
        page().write("password", password);
        page().key("Enter", ENTER);
    }

    private static JsonNode revision(String tool) {
        return api.get("/admin/tools/" + tool).body().path("revisions").path(0);
    }

    private static void deployed(ToolJar jar) {
        Answer answer = api.deploy(jar.write());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    }

    private static Node node() {
        return requireNonNull(node);
    }

    private static Browser page() {
        return requireNonNull(browser);
    }
}
