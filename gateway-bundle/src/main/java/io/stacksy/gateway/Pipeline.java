package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.route.Admission;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.QuietException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The way of every request, in order. Takes no lock and, but for an idempotency key, makes no remote call. Thread-safe. */
final class Pipeline {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final String REQUEST_ID = "request_id";
    private static final String TRACE_ID = "trace_id";
    private static final String TOOL = "tool";
    private static final String REVISION = "revision";
    private static final String USER = "user";
    private static final List<String> LOGGED = List.of(REQUEST_ID, TRACE_ID, TOOL, REVISION, USER);

    private final Routes routes;
    private final Proxies proxies;
    private final BrowserAdvice advice;
    private final Access access;
    private final Metrics metrics;
    private final InFlight inFlight;
    private final RateLimits rateLimits;
    private final Gates gates;
    private final Idempotency idempotency;
    private final Optional<PublicUrl> publicUrl;
    private final Terms terms;
    private final LongSupplier ticker;

    Pipeline(
            Routes routes,
            Proxies proxies,
            Terms terms,
            Access access,
            Metrics metrics,
            InFlight inFlight,
            RateLimits rateLimits,
            Gates gates,
            Idempotency idempotency,
            Optional<PublicUrl> publicUrl,
            LongSupplier ticker) {
        this.routes = routes;
        this.proxies = proxies;
        this.terms = terms;
        this.advice =
                new BrowserAdvice(terms, publicUrl.filter(PublicUrl::isSecure).isPresent());
        this.access = access;
        this.metrics = metrics;
        this.inFlight = inFlight;
        this.rateLimits = rateLimits;
        this.gates = gates;
        this.idempotency = idempotency;
        this.publicUrl = publicUrl;
        this.ticker = ticker;
    }

    /** Answers one request. Where the endpoint goes on in asynchronous mode, this returns before it has answered. */
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        Exchange exchange =
                new Exchange(request, response, proxies.client(request), advice, metrics.nowhere(), inFlight, ticker);
        try {
            serve(exchange);
        } catch (Refusal refusal) {
            exchange.reply().refuse(refusal);
        } catch (IOException | ServletException | RuntimeException | Error failure) {
            fail(exchange, failure);
        } finally {
            LOGGED.forEach(MDC::remove);
            if (!exchange.async()) {
                exchange.complete();
            }
        }
    }

    private void serve(Exchange exchange) throws IOException, ServletException {
        HttpServletRequest request = exchange.request();
        HttpServletResponse response = exchange.response();
        String method = request.getMethod();

        exchange.head().write();
        exchange.reply().farewell();
        MDC.put(REQUEST_ID, exchange.requestId());
        log(TRACE_ID, exchange.traceId());

        if (method.equals("TRACE") || method.equals("CONNECT")) {
            throw Refusal.forbiddenMethod(method, METHODS);
        }

        SafePath path = SafePath.of(request.getRequestURI());

        Visitor visitor = new Visitor(request, exchange.client(), access);
        Target target = routes.find(path, visitor);
        target.lease().ifPresent(exchange::hold);
        visitor.newCookie(target.root(), isSecure(exchange.client())).ifPresent(exchange.head()::stick);
        Meter meter = target.lease().map(metrics::of).orElseGet(() -> metrics.of(target.endpoint()));
        exchange.enter(meter);
        log(TOOL, meter.tool());
        log(REVISION, meter.revision());

        if (advice.cors().answer(request, response, target.endpoint(), target.path())) {
            return;
        }

        Match match = target.endpoint().match(method, target.path());
        if (match instanceof Match.WrongMethod wrong) {
            if (method.equals("OPTIONS")) {
                allow(response, wrong.allowed());
                return;
            }
            throw Refusal.wrongMethod(method, wrong.allowed());
        }
        if (!(match instanceof Match.Found found)) {
            throw Refusal.notFound();
        }
        Operation operation = found.operation();
        exchange.match(operation);

        Optional<Identity> identity = visitor.identity();
        identity.ifPresent(exchange::identify);
        log(USER, identity.map(Identity::name).orElse(""));
        access.authorize(operation.rule(), identity);
        rateLimits.spend(exchange, meter.tool(), operation, identity);
        metrics.calls().count(meter.tool(), operation, identity);

        Optional<Permit> permit = target.lease().map(gates::enter);
        Optional<Watch> watch = permit.map(allowed -> spend(exchange, allowed));

        long limit = operation
                .maxBodyBytes()
                .orElse(permit.map(allowed -> allowed.budget().bodyBytes())
                        .orElseGet(() -> terms.now().maxBodyBytes()));
        AnnouncedBody.check(request, limit);

        EndpointResponse answer = new EndpointResponse(response, exchange, advice);
        EndpointRequest question = new EndpointRequest(
                exchange, answer, target, admission(exchange, operation, identity), publicUrl, limit, ticker);
        question.admit();
        Described.check(exchange, target, operation, question);
        if (permit.isPresent() && idempotency.answers(exchange, target, permit.get(), identity, question, answer)) {
            return;
        }
        exchange.serve();
        try {
            service(target, meter, question, answer);
        } finally {
            watch.ifPresent(Watch::leave);
        }
        if (!exchange.async()) {
            answer.finish();
            answer.close();
        }
    }

    private boolean isSecure(Client client) {
        return publicUrl.map(PublicUrl::isSecure).orElseGet(client::secure);
    }

    private Watch spend(Exchange exchange, Permit permit) {
        Watch watch = gates.watch(exchange, permit);
        exchange.spend(permit, watch);
        return watch;
    }

    /** Calls the endpoint; what this thread uses in it is put down to the revision. */
    private static void service(Target target, Meter meter, EndpointRequest question, EndpointResponse answer)
            throws IOException, ServletException {
        if (target.lease().isEmpty()) {
            target.endpoint().service(question, answer);
            return;
        }
        Spending spending = Spending.begin(meter.sampling());
        try {
            target.endpoint().service(question, answer);
        } finally {
            spending.charge(target.lease().get());
        }
    }

    private Admission admission(Exchange exchange, Operation operation, Optional<Identity> identity) {
        return new Admission(
                exchange.requestId(),
                exchange.client().address(),
                operation,
                identity,
                rule -> access.permits(rule, identity),
                grant -> access.grants(grant, identity));
    }

    /** Methods are no secret: who may use them is found out by using them. */
    private static void allow(HttpServletResponse response, Set<String> methods) {
        response.setHeader("Allow", Refusal.allow(methods));
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Ends what an endpoint left unfinished. An answer that has begun is cut off, so that it cannot seem whole. */
    private static void fail(Exchange exchange, Throwable failure) throws IOException, ServletException {
        if (exchange.reply().refused()) {
            LOG.debug("the endpoint failed after the gateway had answered", failure);
            return;
        }
        if (failure instanceof QuietException) {
            LOG.debug("the client did not wait for its answer", failure);
            exchange.abandon();
        } else {
            LOG.error("the endpoint failed", failure);
        }
        exchange.unclaim();
        if (!exchange.reply().refuse(Refusal.failed())) {
            rethrow(failure);
        }
        if (exchange.async()) {
            exchange.request().getAsyncContext().complete();
        }
    }

    private static void rethrow(Throwable failure) throws IOException, ServletException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof ServletException servlet ? servlet : new ServletException(failure);
    }

    private static void log(String key, String value) {
        if (!value.isEmpty()) {
            MDC.put(key, value);
        }
    }
}
