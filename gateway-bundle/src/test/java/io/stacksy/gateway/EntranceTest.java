package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntranceTest {
    private final Entrance entrance = new Entrance();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.mount(Entrance.ROOT, entrance);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/html",
                "*/*, text/html",
                "application/json;q=0.9, text/html"
            })
    void leadsABrowserToTheConsole(String accept) throws IOException {
        assertThat(Wire.get(node.port(), "/", "Accept: " + accept))
                .startsWith("HTTP/1.1 303")
                .contains("Location: console/\r\n", "Vary: Accept");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/html;q=0.5",
                "text/html;q=0, */*",
                "text/plain",
                "not a type"
            })
    void namesTheWaysInToEverybodyElse(String accept) throws IOException {
        assertThat(Wire.get(node.port(), "/", "Accept: " + accept))
                .startsWith("HTTP/1.1 200")
                .contains(
                        "Content-Type: application/json",
                        "Vary: Accept",
                        "{\"name\":\"stacksy\",\"version\":\"",
                        "\"docs\":\"/docs\",\"openapi\":\"/openapi.json\",\"health\":\"/health\",\"console\":\"/console/\"}");
        assertThat(Wire.get(node.port(), "/")).startsWith("HTTP/1.1 200");
    }

    @Test
    void isThereOnlyToBeReadAndOnlyAtTheRoot() throws IOException {
        assertThat(Wire.ask(node.port(), Wire.head("POST", "/", "Content-Length: 0")))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD, OPTIONS");
        assertThat(Wire.get(node.port(), "/nothing")).startsWith("HTTP/1.1 404");
        assertThat(Wire.get(node.port(), "/metrics")).startsWith("HTTP/1.1 200");
    }

    @Test
    void isDescribedAndForAnyone() {
        assertThat(entrance.operations())
                .singleElement()
                .extracting(Operation::template, Operation::rule)
                .containsExactly("/", new Rule.Anyone());
        assertThat(entrance.description().orElseThrow())
                .contains("\"/\": {", "\"summary\": ")
                .doesNotContain("${");
    }
}
