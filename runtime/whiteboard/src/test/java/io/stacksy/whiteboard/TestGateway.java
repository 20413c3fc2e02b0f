package io.stacksy.whiteboard;

import io.stacksy.auth.Identity;
import io.stacksy.route.Admission;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A gateway reduced to what an endpoint sees of one: it matches, checks the rule and lets in, on a real server. */
final class TestGateway implements AutoCloseable {
    static final String ROLES = "Test-Roles";

    private final Server server = new Server();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private volatile Endpoint endpoint = new NoEndpoint();
    private volatile @Nullable Operation operation;
    private volatile boolean lenient;

    TestGateway() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder(new Gate());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/api/test/*");
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        base = "http://127.0.0.1:" + connector.getLocalPort() + "/api/test";
    }

    String base() {
        return base;
    }

    TestGateway serve(Endpoint served) {
        endpoint = served;
        reset();
        return this;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Matches and checks again. */
    void reset() {
        operation = null;
        lenient = false;
    }

    /** Lets every request in as if it had been matched to {@code wrong}. */
    void letInAs(Operation wrong) {
        operation = wrong;
    }

    /** Lets in without a look at the rule. */
    void letAllIn() {
        lenient = true;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(path, request -> (headers.length == 0 ? request : request.headers(headers)).GET());
    }

    HttpResponse<String> post(String path, String json) {
        return send(path, request -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> with) {
        HttpRequest request =
                with.apply(HttpRequest.newBuilder(URI.create(base + path))).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Gate extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String path = request.getRequestURI().substring("/api/test".length());
            Operation wrong = operation;
            Match match = wrong == null
                    ? endpoint.match(request.getMethod(), path.isEmpty() ? "/" : path)
                    : new Match.Found(wrong);
            response.setHeader("X-Request-Id", "r-1");
            if (match instanceof Match.Found found) {
                admit(found.operation(), request, response);
            } else {
                response.setStatus(match instanceof Match.NotFound ? 404 : 405);
                response.setHeader("Test-Unmatched", "true");
            }
        }

        private void admit(Operation found, HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            String roles = request.getHeader(ROLES);
            Optional<Identity> identity = Optional.ofNullable(roles)
                    .map(names -> new Identity("u-1", "ada", Set.of(names.split(",")), Optional.empty()));
            Predicate<String> grants =
                    grant -> identity.map(who -> who.roles().contains(grant)).orElse(false);
            Predicate<Rule> permits = rule -> permits(rule, identity.isPresent(), grants);
            new Admission("r-1", "192.0.2.1", found, identity, permits, grants).attach(request);
            if (lenient || permits.test(found.rule())) {
                endpoint.service(request, response);
            } else {
                response.setStatus(403);
                response.setHeader("Test-Refused", "true");
            }
        }
    }

    private static boolean permits(Rule rule, boolean signedIn, Predicate<String> grants) {
        if (rule instanceof Rule.AnyOf any) {
            return any.grants().stream().anyMatch(grants);
        }
        return rule instanceof Rule.Anyone || (rule instanceof Rule.SignedIn && signedIn);
    }

    private static final class NoEndpoint implements Endpoint {
        @Override
        public List<Operation> operations() {
            return List.of();
        }

        @Override
        public Match match(String method, String path) {
            return new Match.NotFound();
        }

        @Override
        public void service(HttpServletRequest request, HttpServletResponse response) {
            throw new IllegalStateException("nothing is served");
        }
    }
}
