package io.stacksy.admin.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;

/** The admin resources in Jersey, without a server and without the gateway before it. */
final class InProcess {
    static final List<Operation> OPERATIONS = List.of(
            new Operation(
                    "GET", "/admin/tools", new Rule.AnyOf(Set.of("tools:read", "operator")), OptionalLong.empty()),
            new Operation("GET", "/admin/audit", new Rule.AnyOf(Set.of("audit:read")), OptionalLong.empty()),
            new Operation("GET", "/auth/me", new Rule.SignedIn(), OptionalLong.empty()));
    private static final URI BASE = URI.create("http://node:8080/");
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** It warns of every resource that it does not make itself. */
    private static final Logger JERSEY = Logger.getLogger("org.glassfish.jersey");

    static {
        JERSEY.setLevel(Level.SEVERE);
    }

    final FakeDeployments deployments = new FakeDeployments();
    final FakeTrail trail = new FakeTrail();
    final FakeBudgets budgets = new FakeBudgets();
    final FakeSettings settings = new FakeSettings();
    private final ApplicationHandler handler;

    InProcess() {
        this(Duration.ofSeconds(20));
    }

    InProcess(Duration longestWait) {
        Executor sameThread = Runnable::run;
        Node node = new Node(
                "1.2.3",
                "17.0.1",
                FakeDeployments.NOON,
                Clock.fixed(FakeDeployments.NOON.plusSeconds(90), ZoneOffset.UTC));
        handler = new ApplicationHandler(new ResourceConfig()
                .register(new ToolsResource(deployments, new RolloutAnswers(deployments, sameThread, longestWait)))
                .register(new TrafficResource(deployments, new RolloutAnswers(deployments, sameThread, longestWait)))
                .register(new QuarantineResource(deployments, new RolloutAnswers(deployments, sameThread, longestWait)))
                .register(new RolloutsResource(deployments))
                .register(new AuditResource(trail))
                .register(new BudgetResource(deployments, budgets))
                .register(new SettingsResource(settings, settings, InstantSource.system()))
                .register(new PermissionsResource(deployments, () -> Rule.permissions(OPERATIONS)))
                .register(new StatusResource(deployments, node))
                .register(new MapperOfNode())
                .register(new ProblemOfTool())
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(new Admin()).to(Caller.class);
                    }
                }));
    }

    Answer get(String path) {
        return ask("GET", path, Map.of(), "").answer();
    }

    Answer delete(String path) {
        return ask("DELETE", path, Map.of(), "").answer();
    }

    Answer postJson(String path, String json) {
        return ask("POST", path, json.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json"), json)
                .answer();
    }

    Answer postJar(String path, String jar) {
        return ask("POST", path, Map.of("Content-Type", "application/java-archive"), jar)
                .answer();
    }

    Pending ask(String method, String path, Map<String, String> headers, String body) {
        return ask(method, path, headers, body, new ByteArrayOutputStream());
    }

    Pending ask(String method, String path, Map<String, String> headers, String body, OutputStream out) {
        ContainerRequest request = new ContainerRequest(
                BASE, BASE.resolve(path), method, null, new MapPropertiesDelegate(), handler.getConfiguration());
        headers.forEach(request::header);
        request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        return new Pending(handler.apply(request, out), out);
    }

    /** A request under way. */
    record Pending(Future<ContainerResponse> response, OutputStream out) {
        Answer answer() {
            try {
                return new Answer(response.get(10, TimeUnit.SECONDS), out.toString());
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("no answer", e);
            }
        }
    }

    /** What came back. */
    record Answer(ContainerResponse response, String body) {
        int status() {
            return response.getStatus();
        }

        String header(String name) {
            return String.valueOf(response.getHeaderString(name));
        }

        JsonNode json() {
            try {
                return MAPPER.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        String text(String pointer) {
            return json().at(pointer).asText();
        }
    }

    /** What the node does with problems, as far as these tests look at it. */
    private static final class ProblemOfTool implements ExceptionMapper<ToolException> {
        @Override
        public Response toResponse(ToolException thrown) {
            return Response.status(thrown.problem().status())
                    .type("application/problem+json")
                    .entity(thrown.problem())
                    .build();
        }
    }

    /** The container's mapper; a class, since a lambda does not say for what it resolves. */
    private static final class MapperOfNode implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return MAPPER;
        }
    }

    private static final class Admin implements Caller {
        @Override
        public Optional<String> id() {
            return Optional.of("1");
        }

        @Override
        public Optional<String> name() {
            return Optional.of("admin");
        }

        @Override
        public boolean has(String permission) {
            return true;
        }

        @Override
        public String address() {
            return "192.0.2.1";
        }

        @Override
        public String requestId() {
            return "req-1";
        }
    }
}
