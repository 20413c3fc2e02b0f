package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
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
    void isMadeOnceForEachChange() {
        NodeDocument.Edition first = document.current();
        assertThat(document.current()).isSameAs(first);
        assertThat(readings).isEqualTo(1);

        parts = List.of(Documents.tool("links", List.of(), "", "GET /", "GET /more"));
        state++;
        NodeDocument.Edition second = document.current();
        assertThat(second.tag()).isNotEqualTo(first.tag());
        assertThat(Documents.read(second.json()).path("paths").has("/api/links/more"))
                .isTrue();
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void aChangeThatChangesNothingKeepsTheTag() {
        String tag = document.current().tag();
        state++;
        assertThat(document.current().tag()).isEqualTo(tag);
        assertThat(readings).isEqualTo(2);
    }

    @Test
    void namesThePlaceWhereClientsReachTheNode() {
        NodeDocument elsewhere = new NodeDocument(this::read, () -> state, "1.2.3", "https://api.example.org");
        assertThat(Documents.read(elsewhere.current().json())
                        .at("/servers/0/url")
                        .asText())
                .isEqualTo("https://api.example.org");
    }

    @Test
    void whoHasItIsToldSo() throws Exception {
        ApplicationHandler jersey =
                new ApplicationHandler(new ResourceConfig().register(new DocumentResource(document)));
        ContainerResponse whole = ask(jersey, "");
        String tag = whole.getHeaderString("ETag");
        assertThat(whole.getStatus()).isEqualTo(200);
        assertThat(tag).startsWith("\"").endsWith("\"");
        assertThat(whole.getHeaderString("Cache-Control")).isEqualTo("no-cache");
        assertThat((byte[]) whole.getEntity()).isEqualTo(document.current().json());

        ContainerResponse unchanged = ask(jersey, tag);
        assertThat(unchanged.getStatus()).isEqualTo(304);
        assertThat(unchanged.getHeaderString("ETag")).isEqualTo(tag);
        assertThat(unchanged.hasEntity()).isFalse();
        assertThat(ask(jersey, "\"other\"").getStatus()).isEqualTo(200);
    }

    private static ContainerResponse ask(ApplicationHandler jersey, String tag)
            throws ExecutionException, InterruptedException, TimeoutException {
        ContainerRequest request = new ContainerRequest(
                URI.create("http://localhost/"),
                URI.create("http://localhost/openapi.json"),
                "GET",
                null,
                new MapPropertiesDelegate(),
                null);
        if (!tag.isEmpty()) {
            request.header("If-None-Match", tag);
        }
        return jersey.apply(request).get(10, TimeUnit.SECONDS);
    }
}
