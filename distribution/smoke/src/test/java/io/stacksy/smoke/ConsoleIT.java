package io.stacksy.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.smoke.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The web console as the node hands it out. What it does is seen in {@link ConsoleBrowserIT}. */
class ConsoleIT {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:src|href)=\"([a-z][a-z.]*)\"|from \"\\./([a-z.]+)\"|import \"\\./([a-z.]+)\"");
    private static final Pattern OTHER_HOST = Pattern.compile("(?:https?:)?//[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private static Node node;
    private static Api anybody;

    @BeforeAll
    static void start() {
        node = Node.on(Data.used("console-files")).ready();
        anybody = new Api(node.uri());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void thePageIsForAnybodyAndGuardsItself() {
        Answer page = anybody.get("/console/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Request-Id")).isNotEmpty();
        assertThat(page.response().headers().allValues("Set-Cookie")).isEmpty();
        assertThat(page.text()).doesNotContain("<style", "style=\"").contains("<script type=\"module\" src=");
    }

    @Test
    void itsAddressWithoutASlashLeadsThere() {
        Answer redirect = anybody.get("/console");
        assertThat(redirect.status()).isEqualTo(308);
        assertThat(redirect.response()
                        .uri()
                        .resolve(redirect.header("Location"))
                        .getPath())
                .isEqualTo("/console/");
    }

    @Test
    void allThatItIsMadeOfIsThereAndNothingIsElsewhere() {
        Set<String> seen = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(Set.of("index.html"));
        while (!left.isEmpty()) {
            String name = left.remove();
            if (!seen.add(name)) {
                continue;
            }
            Answer file = anybody.get("/console/" + name);
            assertThat(file.status()).as(name).isEqualTo(200);
            assertThat(file.header("ETag")).as(name).isNotEmpty();
            assertThat(file.header("Cache-Control")).as(name).isEqualTo("no-cache");
            assertThat(OTHER_HOST.matcher(file.text().replace(NAMESPACE, "")).results())
                    .as(name)
                    .isEmpty();
            Matcher reference = REFERENCE.matcher(file.text());
            while (reference.find()) {
                for (int group = 1; group <= reference.groupCount(); group++) {
                    if (reference.group(group) != null) {
                        left.add(reference.group(group));
                    }
                }
            }
        }
        assertThat(seen)
                .contains("console.css", "icon.svg", "main.js", "session.js", "overview.js", "tool.js", "audit.js");
    }

    @Test
    void whatABrowserHasIsNotSentAgain() {
        Answer first = anybody.get("/console/main.js");
        Answer again = anybody.send(
                "GET", "/console/main.js", BodyPublishers.noBody(), "", "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        Answer head = anybody.send("HEAD", "/console/main.js", BodyPublishers.noBody(), "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(head.header("Content-Length")).isEqualTo(first.header("Content-Length"));
        assertThat(head.text()).isEmpty();
    }

    @Test
    void anUnknownFileIsAProblem() {
        for (String path : Set.of("/console/absent.js", "/console/io/stacksy/admin/web/Console.class", "/console/x/")) {
            Answer answer = anybody.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.at("request_id")).isNotEmpty();
        }
    }

    @Test
    void itIsOnlyToBeLookedAt() {
        Answer answer = anybody.post("/console/", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET", "HEAD").doesNotContain("POST");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void whatItShowsIsForOperators() {
        for (String path : Set.of("/admin/tools", "/admin/rollouts", "/admin/status", "/admin/audit")) {
            assertThat(anybody.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(anybody.get("/health").text()).doesNotContain("detail");
    }
}
