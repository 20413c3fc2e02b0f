package io.stacksy.auth.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.stacksy.auth.Permission;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;

/** Resources in a container, without a server, called by one account. */
final class Rest {
    private static final URI BASE = URI.create("http://node.test/");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .addModule(new JavaTimeModule())
            .build();

    /** Warns that a resource is no provider. Held, so that its level is. */
    private static final Logger CHATTER = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    static {
        CHATTER.setLevel(Level.SEVERE);
    }

    private final ApplicationHandler handler;

    /** Called by an administrator, where the account is one; else by somebody without any permission. */
    Rest(Object resource, Optional<Account> caller) {
        this(resource, asking(caller, caller.filter(Account::isActiveAdmin).isPresent() ? Set.of("*") : Set.of()));
    }

    Rest(Object resource, Caller caller) {
        ResourceConfig config = ResourceConfig.forApplication(new One(resource))
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(JacksonFeature.withoutExceptionMappers())
                .register(new Mapper())
                .register(new Problems())
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind(caller).to(Caller.class);
                    }
                });
        this.handler = new ApplicationHandler(config);
    }

    /** A caller with these permissions. */
    static Caller asking(Optional<Account> account, Set<String> permissions) {
        return new Asking(account, permissions, Optional.empty());
    }

    /** A caller with these permissions, who came by an API key. */
    static Caller askingByKey(Account account, String key, Set<String> permissions) {
        return new Asking(Optional.of(account), permissions, Optional.of(key));
    }

    /** An answer. */
    record Answer(int status, Map<String, String> headers, JsonNode body) {}

    Answer call(String method, String path, @Nullable String body, String... headers) {
        ContainerRequest request = new ContainerRequest(
                BASE,
                BASE.resolve(path),
                method,
                new Nobody(),
                new MapPropertiesDelegate(),
                handler.getConfiguration());
        if (body != null) {
            request.header("Content-Type", MediaType.APPLICATION_JSON);
            request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            ContainerResponse response = handler.apply(request, answer).get();
            Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.getStringHeaders().forEach((name, values) -> fields.put(name, String.join(",", values)));
            return new Answer(response.getStatus(), fields, JSON.readTree(answer.toString(StandardCharsets.UTF_8)));
        } catch (InterruptedException | ExecutionException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class One extends Application {
        private final Object resource;

        One(Object resource) {
            this.resource = resource;
        }

        @Override
        @SuppressWarnings("deprecation") // as the bundle itself does it
        public Set<Object> getSingletons() {
            return Set.of(resource);
        }
    }

    private static final class Mapper implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return JSON;
        }
    }

    private static final class Problems implements ExceptionMapper<ToolException> {
        @Override
        public Response toResponse(ToolException thrown) {
            return Response.status(thrown.problem().status())
                    .type(MediaType.APPLICATION_JSON)
                    .entity(thrown.problem())
                    .build();
        }
    }

    private record Asking(Optional<Account> account, Set<String> permissions, Optional<String> keyId)
            implements Caller {
        @Override
        public Optional<String> id() {
            return account.map(Account::id).map(Object::toString);
        }

        @Override
        public Optional<String> name() {
            return account.map(Account::username);
        }

        @Override
        public boolean has(String permission) {
            return permissions.stream().map(Permission::new).anyMatch(mine -> mine.covers(permission));
        }

        @Override
        public String address() {
            return "192.0.2.1";
        }

        @Override
        public String requestId() {
            return "request-1";
        }
    }

    private static final class Nobody implements SecurityContext {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
