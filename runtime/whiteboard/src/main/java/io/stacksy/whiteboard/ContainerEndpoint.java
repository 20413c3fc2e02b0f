package io.stacksy.whiteboard;

import io.stacksy.route.Admission;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import io.stacksy.tool.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The containers of one bundle, side by side; the one with the longest base that a path begins with answers. */
final class ContainerEndpoint implements Endpoint, AutoCloseable {
    private static final String REQUEST_ID = "X-Request-Id";

    private final List<Container> containers;
    private final ClassLoader loader;
    private final List<Operation> operations;
    private final Optional<String> description;

    /** Made on a thread beside, for it takes longer than all the rest and nobody needs them before the first request. */
    private final CompletableFuture<IdentityHashMap<Operation, RequestCheck>> checks;

    private ContainerEndpoint(
            List<Container> containers, ClassLoader loader, Optional<String> description, Checking checking) {
        this.containers = containers.stream()
                .sorted(Comparator.comparingInt(
                                (Container container) -> container.base().length())
                        .reversed())
                .toList();
        this.loader = loader;
        this.description = description;
        this.operations = containers.stream()
                .flatMap(container -> container.operations().operations().stream())
                .toList();
        this.checks = description
                .map(text -> CompletableFuture.supplyAsync(() -> checking.compile(text, operations)))
                .orElseGet(() -> CompletableFuture.completedFuture(new IdentityHashMap<>()));
    }

    /** Makes the checks of requests for these operations from a description. */
    interface Checking {
        IdentityHashMap<Operation, RequestCheck> compile(String description, List<Operation> operations);
    }

    /**
     * Builds a container of each blueprint.
     *
     * @param outage whether a failure comes of a database that is away
     * @throws IllegalArgumentException if one cannot be served as it is; the message says what is wrong with it
     */
    static ContainerEndpoint build(
            List<Blueprint> blueprints,
            ClassLoader loader,
            Optional<String> description,
            Checking checking,
            Predicate<Throwable> outage) {
        List<Container> built = new ArrayList<>();
        try {
            for (Blueprint blueprint : blueprints) {
                built.add(Container.build(blueprint, outage));
            }
            return new ContainerEndpoint(built, loader, description, checking);
        } catch (RuntimeException | Error e) {
            built.forEach(Container::close);
            throw e;
        }
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public Optional<String> description() {
        return description;
    }

    @Override
    public Optional<RequestCheck> check(Operation operation) {
        return Optional.ofNullable(checks.join().get(operation));
    }

    @Override
    public Match match(String method, String path) {
        Container container = container(path);
        return container == null
                ? new Match.NotFound()
                : container
                        .operations()
                        .match(method, path.substring(container.base().length()));
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        Facts facts = new Facts(Admission.of(request), request.getRequestURI());
        RequestUri uri = RequestUri.of(request);
        Container container = container(uri.path());
        if (container == null) {
            write(Statuses.problem(404), facts, response);
            return;
        }
        facts.attach(request);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            service(container, uri, facts, request, response);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        containers.forEach(Container::close);
    }

    private static void service(
            Container container, RequestUri uri, Facts facts, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        URI base;
        URI whole;
        try {
            base = uri.base(container.base());
            whole = uri.whole();
        } catch (IllegalArgumentException e) {
            write(Problem.of(400, "Bad Request", "the address is not well-formed"), facts, response);
            return;
        }
        boolean answered = container.service(base, whole, request, response);
        if (!answered && !response.isCommitted()) {
            write(Problem.of(400, "Bad Request", "a header of the request is not well-formed"), facts, response);
        }
    }

    private @Nullable Container container(String path) {
        for (Container container : containers) {
            String base = container.base();
            if (path.startsWith(base) && (path.length() == base.length() || path.charAt(base.length()) == '/')) {
                return container;
            }
        }
        return null;
    }

    private static void write(Problem problem, Facts facts, HttpServletResponse response) throws IOException {
        String requestId = facts.admission().requestId();
        response.setHeader(REQUEST_ID, requestId);
        response.setStatus(problem.status());
        response.setContentType(ProblemFilter.MEDIA_TYPE.toString());
        response.getOutputStream().write(ProblemBody.bytes(problem, facts.path(), requestId));
    }
}
