package io.stacksy.gateway;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Troubles;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Rule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.LoggerFactory;

/** A gateway in a real server, with fakes for the rest of the platform. The credential "good" belongs to
 * ann, "operating" to bob. */
final class TestNode implements AutoCloseable {
    static final long MAX_BODY_BYTES = 1_000;

    final PrometheusRegistry registry = new PrometheusRegistry();
    final Platform platform = new Platform();
    final Metrics metrics = new Metrics(registry);
    final InFlight inFlight = new InFlight();
    final Gates gates;
    final RateLimits rateLimits;
    /** What was complained of, as it came. */
    final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

    /** Which threads were called back. */
    final FakeRecall recall = new FakeRecall();

    /** What each tool may take. */
    volatile Budget budget = new Budget(128, Duration.ofMinutes(1), MAX_BODY_BYTES, 8, 50, Optional.empty());

    final FakeRouter router = new FakeRouter();
    final FakeDatabase database = new FakeDatabase();
    final FakeIdempotencyKeys keys = new FakeIdempotencyKeys();
    final Idempotency idempotency = new Idempotency();
    final FakeEndpoint links = new FakeEndpoint();
    final AtomicInteger checked = new AtomicInteger();
    final BlockingQueue<Integer> announced = new LinkedBlockingQueue<>();
    final HttpConnector connector;

    final Terms terms;
    private final BlockingQueue<ILoggingEvent> accessLog = new LinkedBlockingQueue<>();
    private final Readiness readiness;
    private final Server server = new Server();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            accessLog.add(event);
        }
    };

    /** How it is set. */
    static final class Setup {
        private String publicUrl = "";
        private String trustedProxies = "";
        private String corsOrigins = "";
        private Optional<Tls> tls = Optional.empty();
        private Duration idle = Duration.ofSeconds(30);
        private LongSupplier ticker = System::nanoTime;

        Setup publicUrl(String value) {
            publicUrl = value;
            return this;
        }

        Setup trustedProxies(String value) {
            trustedProxies = value;
            return this;
        }

        Setup corsOrigins(String value) {
            corsOrigins = value;
            return this;
        }

        Setup tls(Tls value) {
            tls = Optional.of(value);
            return this;
        }

        Setup idle(Duration value) {
            idle = value;
            return this;
        }

        Setup ticker(LongSupplier value) {
            ticker = value;
            return this;
        }

        TestNode start() {
            return new TestNode(this);
        }
    }

    TestNode() {
        this(new Setup());
    }

    private TestNode(Setup setup) {
        LongSupplier ticker = setup.ticker;
        terms = new Terms(new Terms.Now(new Cors(setup.corsOrigins), MAX_BODY_BYTES));
        gates = new Gates(registry, recall, ticker);
        rateLimits = new RateLimits(registry, platform, gates, ticker);
        gates.addBudgets(new Budgets() {
            @Override
            public Budget of(String tool) {
                return budget;
            }

            @Override
            public boolean isOwn(ToolName tool) {
                return false;
            }

            @Override
            public void set(ToolName tool, Budget own, Actor actor) {
                budget = own;
            }

            @Override
            public void reset(ToolName tool, Actor actor) {
                throw new UnsupportedOperationException();
            }
        });
        gates.addTroubles(new Troubles() {
            @Override
            public void begin(Revision revision, Trouble.Kind kind, String detail) {
                troubles.add(revision + " " + kind.label() + ": " + detail);
            }

            @Override
            public void end(Revision revision, Trouble.Kind kind) {
                troubles.add(revision + " no longer " + kind.label());
            }
        });
        connector = new HttpConnector(
                metrics, registry, "127.0.0.1", 0, setup.tls, new Proxies(setup.trustedProxies), setup.idle);
        router.put(FakeRouter.revision("links", "1.0.0"), links).alias("l", "links");
        platform.addAuthenticator(credential -> {
            checked.incrementAndGet();
            if (credential.equals("good") || credential.equals("sk_good")) {
                return new Identity("1", "ann", Set.of("user"), Optional.empty());
            }
            if (credential.equals("sk_slow")) {
                Identity.Key key = new Identity.Key("slow", Set.of(), Optional.of(Rate.parse("2/m")));
                return new Identity("1", "ann", Set.of("user"), Optional.empty(), Optional.of(key));
            }
            if (credential.equals("operating")) {
                return new Identity("2", "bob", Set.of("operator"), Optional.empty());
            }
            throw AuthException.invalid();
        });
        platform.addAuthorizer((identity, grant) -> (identity.name().equals("bob") && grant.equals("tools:write"))
                || grant.equals("links:write")
                || grant.equals("user")
                || grant.equals("health:read"));
        readiness = new Readiness(platform, inFlight, connector, announced::add);
        Pipeline pipeline = new Pipeline(
                new Routes(
                        platform,
                        Map.of(
                                HealthEndpoint.HEAD,
                                new HealthEndpoint(platform, readiness, connector),
                                MetricsEndpoint.HEAD,
                                new MetricsEndpoint(registry))),
                new Proxies(setup.trustedProxies),
                terms,
                new Access(platform, metrics),
                metrics,
                inFlight,
                rateLimits,
                gates,
                idempotency,
                PublicUrl.of(setup.publicUrl),
                ticker);
        ServletContextHandler context = new ServletContextHandler();
        ServletHolder holder = new ServletHolder(new Gateway(pipeline, connector));
        holder.setAsyncSupported(true);
        holder.setInitOrder(0);
        context.addServlet(holder, "/*");
        server.addConnector(connector.createConnector(server));
        server.setHandler(compressing(context));
        appender.start();
        accessLogger().addAppender(appender);
        LifeCycle.start(server);
    }

    /** As Felix does it, by the settings that it gets. */
    private static GzipHandler compressing(Handler answering) {
        GzipHandler handler = new GzipHandler(answering);
        handler.setMinGzipSize(Compression.MIN_BYTES);
        handler.setSyncFlush(true);
        handler.addIncludedMimeTypes(Compression.TYPES.toArray(String[]::new));
        handler.addExcludedPaths(Compression.SECRET.toArray(String[]::new));
        return handler;
    }

    /** With everything there that readiness asks for. */
    TestNode complete() {
        platform.addRouter(router);
        platform.addDatabase(database);
        idempotency.addKeys(keys);
        platform.addRecovery(Map.of());
        mount("/auth", new FakeEndpoint().on("GET", "/auth/me", new Rule.SignedIn(), (request, response) -> {}));
        Readiness.NEEDED.stream()
                .filter(path -> !path.equals("/auth"))
                .forEach(path -> mount(path, new FakeEndpoint()));
        return this;
    }

    void mount(String path, Endpoint endpoint) {
        platform.addEndpoint(endpoint, Map.of(Endpoint.MOUNT, new String[] {path}));
    }

    int port() {
        return connector.port().orElseThrow();
    }

    /** The next line of the access log, as text of its key-values. */
    String nextAccess() throws InterruptedException {
        ILoggingEvent event = accessLog.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing in the access log");
        }
        return event.getKeyValuePairs().toString();
    }

    boolean accessLogIsEmpty() {
        return accessLog.isEmpty();
    }

    private static Logger accessLogger() {
        return (Logger) LoggerFactory.getLogger("io.stacksy.access");
    }

    @Override
    public void close() {
        readiness.close();
        gates.close();
        LifeCycle.stop(server);
        accessLogger().detachAppender(appender);
    }
}
