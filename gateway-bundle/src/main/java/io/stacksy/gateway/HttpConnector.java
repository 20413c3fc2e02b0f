package io.stacksy.gateway;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The node's one listening socket: HTTP/1.1, strictly, and HTTP/2, within {@link Limits}, by TLS or without. Thread-safe. */
@Component(
        service = {ConnectorFactory.class, HttpConnector.class},
        configurationPid = GatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class HttpConnector implements ConnectorFactory {
    /** How long a header may be for its connection to remember it: an access token is read faster than found again. */
    private static final int REMEMBERED_HEADER = 256;

    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = -1;
    private static final int ACCEPT_QUEUE = 1_024;

    private final Metrics metrics;
    private final PrometheusRegistry registry;
    private final String host;
    private final int port;
    private final Optional<Tls> tls;
    private final Proxies proxies;
    private final Duration idle;

    private volatile @Nullable ServerConnector connector;
    private volatile @Nullable JettyMetrics jettyMetrics;

    static {
        findEncoders();
    }

    @Activate
    public HttpConnector(@Reference Metrics metrics, @Reference PrometheusRegistry registry, GatewayConfig config) {
        this(
                metrics,
                registry,
                config.host(),
                config.port(),
                config.tls_certificate().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Tls(Path.of(config.tls_certificate()), Path.of(config.tls_key()), Tls.PERIOD)),
                new Proxies(config.trusted_proxies()),
                Duration.ofMillis(config.request_idle_millis()));
    }

    HttpConnector(
            Metrics metrics,
            PrometheusRegistry registry,
            String host,
            int port,
            Optional<Tls> tls,
            Proxies proxies,
            Duration idle) {
        this.metrics = metrics;
        this.registry = registry;
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.proxies = proxies;
        this.idle = idle;
    }

    /**
     * Takes {@code server} over: it listens here alone, and errors of its own become problems. The socket is bound, so
     * that early clients wait instead of being turned away, but nothing is accepted before {@link #accept}.
     */
    @Override
    public Connector createConnector(Server server) {
        for (Connector other : server.getConnectors()) {
            // Felix starts no Jetty without a connector of its own making
            server.removeConnector(other);
            LifeCycle.stop(other);
        }
        server.setErrorHandler(new ProblemErrorHandler(metrics));
        ServerConnector created = new ServerConnector(server, ACCEPTORS, SELECTORS, protocols());
        created.setHost(host);
        created.setPort(port);
        created.setIdleTimeout(idle.toMillis());
        created.setAcceptQueueSize(ACCEPT_QUEUE);
        created.setAccepting(false);
        created.addBean(SlowHeads.on(created, Limits.HEAD_TIME));
        tls.ifPresent(shown -> created.addBean(shown.watch(created.getScheduler())));
        try {
            created.open();
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on " + host + ":" + port, e);
        }
        jettyMetrics = new JettyMetrics(registry, server, created);
        connector = created;
        return created;
    }

    @Deactivate
    void close() {
        if (jettyMetrics != null) {
            jettyMetrics.close();
        }
    }

    /** Lets connections in. */
    void accept() {
        ServerConnector opened = connector;
        if (opened != null) {
            opened.setAccepting(true);
        }
    }

    /** The port that is listened on; empty before that. */
    OptionalInt port() {
        ServerConnector opened = connector;
        return opened == null || opened.getLocalPort() <= 0
                ? OptionalInt.empty()
                : OptionalInt.of(opened.getLocalPort());
    }

    /** Stops listening. Connections stay; the answer is completed when the last one is closed. */
    CompletableFuture<Void> stopListening() {
        ServerConnector opened = connector;
        if (opened == null) {
            return CompletableFuture.completedFuture(null);
        }
        opened.setShutdownIdleTimeout(opened.getIdleTimeout());
        return opened.shutdown();
    }

    /** Closes each connection that is silent for {@code patience}. */
    void closeSilent(Duration patience) {
        ServerConnector opened = connector;
        if (opened != null) {
            for (EndPoint endPoint : opened.getConnectedEndPoints()) {
                endPoint.setIdleTimeout(patience.toMillis());
            }
        }
    }

    /** How the certificate is doing, where there is one. */
    Optional<Check> certificate() {
        return tls.map(shown -> shown.check(Instant.now()));
    }

    /**
     * Has Jetty look for its encoders of header fields, once and for all, where they are: it looks where the thread points
     * that happens to be first, and without the one of HTTP/2 no answer with a prepared field can be sent by it.
     */
    private static void findEncoders() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PreEncodedHttpField.class.getClassLoader());
        try {
            byte[] encoded = new byte[64];
            new PreEncodedHttpField(HttpHeader.VARY, "*").putTo(ByteBuffer.wrap(encoded), HttpVersion.HTTP_2);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What is spoken on a connection, the first first. */
    private ConnectionFactory[] protocols() {
        HttpConfiguration configuration = strict();
        StrictConnectionFactory plain = new StrictConnectionFactory(configuration);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {plain, new CleartextHttp2(configuration, proxies)};
        }
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        secure.setSniHostCheck(false); // there is one certificate, and clients may know the node by an address
        configuration.addCustomizer(secure);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(configuration);
        Limits.set(http2);
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls.get().context(), ApplicationProtocols.NAME),
            new ApplicationProtocols(),
            http2,
            plain
        };
    }

    private static HttpConfiguration strict() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(Limits.HEADER_BYTES);
        configuration.setHeaderCacheSize(REMEMBERED_HEADER);
        configuration.setHttpCompliance(HttpCompliance.RFC7230);
        configuration.setUriCompliance(UriCompliance.DEFAULT);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        configuration.setRelativeRedirectAllowed(true);
        configuration.addCustomizer(new HeadLimits());
        configuration.addCustomizer(new CompressionLimits());
        configuration.addCustomizer(UnreadBody.customizer());
        return configuration;
    }
}
