package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonTest {
    private final TestGateway gateway = new TestGateway();
    private final ContainerEndpoint orders = Services.endpoint(new Orders());

    @BeforeAll
    void serve() {
        gateway.serve(orders);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void namesAreInSnakeCaseAndTimesInIso8601() {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.get("/orders");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"order_name\":\"a\",\"placed_at\":\"2026-01-31T12:00:00Z\",\"total_count\":1,"
                        + "\"weight\":0.5,\"within\":\"PT10M\",\"state\":\"OPEN\",\"note\":null,\"lines\":[]}");
    }

    @Test
    void everyMediaTypeThatEndsWithJsonIsJson() {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.get("/orders/vendor");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.order+json");
        assertThat(answer.body()).isEqualTo("{\"amount\":3}");
    }

    @Test
    void whatIsWrittenCanBeRead() {
        gateway.serve(orders);
        String order = gateway.get("/orders").body();
        assertThat(gateway.post("/orders", order).body()).isEqualTo(order);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"order_nam\":1} | order_nam | no such field; there are lines, note, order_name",
                "{\"total_count\":\"x\"} | total_count | must be a whole number in its range",
                "{\"total_count\":1e30} | total_count | must be a whole number in its range",
                "{\"weight\":1e400} | weight | must be a number",
                "{\"state\":\"SHUT\"} | state | must be one of OPEN, CLOSED",
                "{\"placed_at\":\"soon\"} | placed_at | must be a time",
                "{\"within\":\"soon\"} | within | must be a duration",
                "{\"lines\":{}} | lines | must be a list",
                "{\"lines\":[{},{\"amount\":true}]} | /lines/1/amount | must be a whole number",
                "{\"lines\":[3]} | /lines/0 | must be an object",
                "{\"order_name\":[]} | order_name | must be a text",
            })
    void aFieldThatIsWrongIsNamed(String body, String field, String message) {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.post("/orders", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"errors\":[{\"field\":\"" + field + "\",\"message\":\"" + message)
                .contains("line 1, column")
                .contains("\"instance\":\"/api/test/orders\",\"request_id\":\"r-1\"")
                .doesNotContain("java")
                .doesNotContain("stacksy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{]", "{} {}", "{\"note\":\"a\",\"note\":\"b\"}", "", "null", "nul", "\"text\"", "{\"a\""})
    void whatIsNotAnOrderIsRefused(String body) {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.post("/orders", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        gateway.serve(orders);
        for (String body : List.of(
                "{\"lines\":" + "[".repeat(5_000),
                "{\"order_name\":\"" + "x".repeat((1 << 20) + 10) + "\"}",
                "{\"total_count\":" + "1".repeat(200) + "}")) {
            HttpResponse<String> answer = gateway.post("/orders/any", body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("nested too deeply, or has a text or a number that is too long");
        }
    }

    @Test
    void aNumberWithoutATypeIsFiniteToo() {
        gateway.serve(orders);
        assertThat(gateway.post("/orders/any", "{\"a\":[1.5,7,1e300]}").body()).isEqualTo("{\"a\":[1.5,7,1.0E300]}");
        HttpResponse<String> answer = gateway.post("/orders/any", "{\"a\":{\"b\":1e400}}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"a\",\"message\":\"must be a number\"");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        gateway.serve(orders);
        for (String text : List.of("\u00e4", "\u00c0\u00ae", "\u00ed\u00a0\u0080")) {
            byte[] body = ("{\"note\":\"" + text + "\"}").getBytes(StandardCharsets.ISO_8859_1);
            HttpResponse<String> answer =
                    gateway.send("/orders", request -> request.header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(body)));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("is not UTF-8");
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.send(
                "/orders", request -> request.header("Content-Type", "text/xml").POST(BodyPublishers.ofString("<a/>")));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("\"title\":\"Unsupported Media Type\"");
    }

    @Test
    void aRefusalOfTheToolInsideOfItsRecordIsPassedOn() {
        gateway.serve(orders);
        HttpResponse<String> answer = gateway.post("/orders", "{\"lines\":[{\"amount\":-1}]}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("{\"field\":\"amount\",\"message\":\"at least 0\"}");
    }

    @Test
    void aMapperOfTheToolTakesThePlaceOfThePlatforms() {
        gateway.serve(Services.endpoint(new Orders(), Services.extension(new OwnMapper(), ContextResolver.class)));
        assertThat(gateway.get("/orders").body()).contains("\"orderName\"").contains("\"within\"");
    }

    @Test
    void aWriterOfTheToolTakesThePlaceOfThePlatforms() {
        gateway.serve(Services.endpoint(new Orders(), Services.extension(new OwnWriter(), MessageBodyWriter.class)));
        assertThat(gateway.get("/orders").body()).isEqualTo("own");
    }

    @Path("orders")
    @PermitAll
    public static class Orders {
        @GET
        public Order read() {
            return new Order(
                    "a",
                    Instant.parse("2026-01-31T12:00:00Z"),
                    1,
                    0.5,
                    Duration.ofMinutes(10),
                    State.OPEN,
                    Optional.empty(),
                    List.of());
        }

        @GET
        @Path("vendor")
        @Produces("application/vnd.order+json")
        public Line vendor() {
            return new Line(3);
        }

        @POST
        public Order create(Order order) {
            return order;
        }

        @POST
        @Path("any")
        public Map<String, Object> createAny(Map<String, Object> any) {
            return any;
        }
    }

    public record Order(
            String orderName,
            Instant placedAt,
            int totalCount,
            double weight,
            Duration within,
            State state,
            Optional<String> note,
            List<Line> lines) {}

    public record Line(@JsonProperty("amount") int amount) {
        public Line {
            if (amount < 0) {
                throw ToolException.invalid("amount", "at least 0");
            }
        }
    }

    public enum State {
        OPEN,
        CLOSED
    }

    private static final class OwnMapper implements ContextResolver<ObjectMapper> {
        private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

        @Override
        public ObjectMapper getContext(Class<?> type) {
            return mapper;
        }
    }

    @Produces(MediaType.APPLICATION_JSON)
    private static final class OwnWriter implements MessageBodyWriter<Object> {
        @Override
        public boolean isWriteable(
                Class<?> type, Type genericType, Annotation @Nullable [] annotations, MediaType mediaType) {
            return true;
        }

        @Override
        public void writeTo(
                Object entity,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream body)
                throws IOException {
            body.write("own".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
