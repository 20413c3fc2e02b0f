package io.stacksy.whiteboard;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.glassfish.jersey.Severity;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.util.collection.Value;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.ModelValidationException;
import org.glassfish.jersey.server.model.ResourceModelIssue;
import org.glassfish.jersey.servlet.ServletContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Jakarta REST application, running in a Jersey of its own. It never changes. Thread-safe. */
final class Container implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Container.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String base;
    private final Json json = new Json();
    private final CountedScope scope = new CountedScope();
    private final ServletContainer jersey;
    private final OperationTable operations;

    private Container(Blueprint blueprint, Predicate<Throwable> outage) throws ServletException {
        base = blueprint.base();
        ResourceConfig config =
                ContainerConfig.of(blueprint, new ContainerBinder(json, scope), this::operations, this::inject, outage);
        jersey = new ServletContainer(config);
        jersey.init(Servlets.config());
        inject(json);
        operations = OperationCompiler.compile(
                injection().getInstance(ExtendedResourceContext.class).getResourceModel(), base);
    }

    /** @throws IllegalArgumentException if it cannot be served as it is; the message says what is wrong with it */
    static Container build(Blueprint blueprint, Predicate<Throwable> outage) {
        return JerseyRuntime.inOwnWorld(() -> {
            try {
                return new Container(blueprint, outage);
            } catch (ServletException | RuntimeException | LinkageError e) {
                throw refusal(e);
            }
        });
    }

    /** Where it is, relative to the endpoint: empty or {@code /shop}. */
    String base() {
        return base;
    }

    OperationTable operations() {
        return operations;
    }

    /** Returns whether there is an answer or will be one; there is none where a header could not be read. */
    boolean service(URI baseUri, URI uri, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Value<Integer> status = jersey.service(baseUri, uri, request, response);
        boolean late =
                request.isAsyncStarted(); // before the status, which a late answer has when it is not late any more
        return late || status.get() >= 0;
    }

    @Override
    public void close() {
        if (!scope.awaitEmpty(PATIENCE)) {
            log.warn("a container is destroyed with requests inside; what they hold may stay in memory");
        }
        jersey.destroy();
        json.clear();
    }

    private InjectionManager injection() {
        return jersey.getApplicationHandler().getInjectionManager();
    }

    private void inject(Object instance) {
        injection().inject(instance);
    }

    private static IllegalArgumentException refusal(Throwable thrown) {
        if (thrown instanceof IllegalArgumentException refusal && refusal.getMessage() != null) {
            return refusal;
        }
        if (thrown instanceof ModelValidationException invalid && invalid.getIssues() != null) {
            return new IllegalArgumentException(message(invalid.getIssues()), invalid);
        }
        if (thrown instanceof LinkageError) {
            return new IllegalArgumentException("a class that the resources need cannot be loaded: " + thrown, thrown);
        }
        return new IllegalArgumentException("the resources cannot be served: " + thrown.getMessage(), thrown);
    }

    private static String message(List<ResourceModelIssue> issues) {
        return issues.stream()
                .filter(issue -> issue.getSeverity() == Severity.FATAL)
                .map(ResourceModelIssue::getMessage)
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
