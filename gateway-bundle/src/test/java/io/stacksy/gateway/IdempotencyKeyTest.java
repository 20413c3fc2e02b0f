package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private final AtomicInteger made = new AtomicInteger();
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
        node.links.on("POST", "/", new Rule.SignedIn(), (request, response) -> response.getOutputStream()
                .print("made " + made.incrementAndGet()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"8e03978e-40d5-43dd-bc93-6894a57f9324\"', 8e03978e-40d5-43dd-bc93-6894a57f9324",
                "'\"a\\\"b\\\\c\"',                          '\"a\\\"b\\\\c\"  '",
                "'\"with a space, and; more\"',              '  \"with a space, and; more\"'",
                "key_1:a/b+c=~,                              '\"key_1:a/b+c=~\"'",
            })
    void isTheSameInEveryWayOfWritingIt(String one, String other) throws IOException {
        assertThat(post(one)).startsWith("HTTP/1.1 200").endsWith("made 1").doesNotContain(Idempotency.REPLAYED);
        assertThat(post(other)).startsWith("HTTP/1.1 200").endsWith("made 1").contains(Idempotency.REPLAYED);
    }

    @Test
    void mayHave255Characters() throws IOException {
        assertThat(post("k".repeat(255))).startsWith("HTTP/1.1 200");
        assertThat(post("\"" + "\\\"".repeat(255) + "\"")).startsWith("HTTP/1.1 200");
        assertThat(made).hasValue(2);
        refused("k".repeat(256));
        refused("\"" + "k".repeat(256) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"a",
                "a\"",
                "\"a\"b\"",
                "\"a\\b\"",
                "\"a\";p=1",
                "a b",
                "a, b",
                "a;b",
                "\"a\", \"b\"",
                "a\\b",
                "\u00fc"
            })
    void isNothingElse(String header) throws IOException {
        refused(header);
    }

    @Test
    void isSentOnce() throws IOException {
        refused("a\r\nIdempotency-Key: a");
    }

    private void refused(String header) throws IOException {
        int before = made.get();
        assertThat(post(header))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "has to be one text of 1 to 255 characters, such as");
        assertThat(made).hasValue(before);
        assertThat(node.keys.leases).hasSize(before);
    }

    private String post(String header) throws IOException {
        return Wire.ask(
                node.port(),
                Wire.head("POST", "/api/links/", "Authorization: Bearer good", "Idempotency-Key: " + header));
    }
}
