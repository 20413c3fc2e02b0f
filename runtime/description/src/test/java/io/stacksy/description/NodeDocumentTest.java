package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.testing.EndpointServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeDocumentTest {
    private int state;
    private List<Part> parts = List.of(Documents.tool("links", List.of(), "", "GET /"));
    private int readings;
    private final NodeDocument document = new NodeDocument(this::read, () -> state, "1.2.3", "");

    private List<Part> read() {
        readings++;
        return parts;
    }

    @Test
    void isMadeOnceForEachChange() throws IOException, InterruptedException {
        NodeDocument.Edition first = document.current();
        assertThat(document.current()).isSameAs(first);
        assertThat(readings).isEqualTo(1);

        parts = List.of(Documents.tool("links", List.of(), "", "GET /", "GET /more"));
        state++;
        NodeDocument.Edition second = document.current();
        assertThat(tag(second)).isNotEqualTo(tag(first));
        assertThat(Documents.read(shown(document)).path("paths").has("/api/links/more"))
                .isTrue();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void aChangeThatChangesNothingKeepsTheTag() {
        String tag = tag(document.current());
        state++;
        assertThat(tag(document.current())).isEqualTo(tag);
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void namesThePlaceWhereClientsReachTheNode() throws IOException, InterruptedException {
        NodeDocument elsewhere = new NodeDocument(this::read, () -> state, "1.2.3", "https://api.example.org");
        assertThat(Documents.read(shown(elsewhere)).at("/servers/0/url").asText())
                .isEqualTo("https://api.example.org");
    }

    @Test
    void whoHasItIsToldSo() throws IOException, InterruptedException {
        try (EndpointServer server = new EndpointServer(new DocumentEndpoint(document))) {
            HttpResponse<String> whole = server.send("GET", "/openapi.json");
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(whole.headers().firstValue("ETag")).contains(tag(document.current()));
            assertThat(whole.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(whole.headers().firstValue("Cache-Control")).contains("no-cache");

            HttpResponse<String> unchanged =
                    server.send("GET", "/openapi.json", "If-None-Match", tag(document.current()));
            assertThat(unchanged.statusCode()).isEqualTo(304);
            assertThat(unchanged.headers().firstValue("ETag")).contains(tag(document.current()));
            assertThat(unchanged.body()).isEmpty();
            assertThat(server.send("GET", "/openapi.json", "If-None-Match", "\"other\"")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.send("GET", "/openapi.json/more").statusCode()).isEqualTo(404);
        }
    }

    private static String tag(NodeDocument.Edition edition) {
        return edition.json().tag();
    }

    private static byte[] shown(NodeDocument document) throws IOException, InterruptedException {
        try (EndpointServer server = new EndpointServer(new DocumentEndpoint(document))) {
            return server.send("GET", "/openapi.json").body().getBytes(StandardCharsets.UTF_8);
        }
    }
}
