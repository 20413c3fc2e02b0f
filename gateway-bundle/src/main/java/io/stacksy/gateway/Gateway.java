package io.stacksy.gateway;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** The servlet that every request goes through, but for those that a servlet with a path of its own takes. */
@Component(
        service = {Servlet.class, Gateway.class},
        configurationPid = GatewayConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GatewayConfig.class)
@HttpWhiteboardServletName("stacksy-gateway")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
public final class Gateway extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Pipeline pipeline;
    private final transient HttpConnector connector;

    @Activate
    public Gateway(
            @Reference Platform platform,
            @Reference Metrics metrics,
            @Reference InFlight inFlight,
            @Reference RateLimits rateLimits,
            @Reference Gates gates,
            @Reference Idempotency idempotency,
            @Reference Terms terms,
            @Reference HttpConnector connector,
            @Reference HealthEndpoint health,
            @Reference MetricsEndpoint exposition,
            GatewayConfig config) {
        this(
                new Pipeline(
                        new Routes(platform, Map.of(HealthEndpoint.HEAD, health, MetricsEndpoint.HEAD, exposition)),
                        new Proxies(config.trusted_proxies()),
                        terms,
                        new Access(platform, metrics),
                        metrics,
                        inFlight,
                        rateLimits,
                        gates,
                        idempotency,
                        PublicUrl.of(config.public_url()),
                        System::nanoTime),
                connector);
    }

    Gateway(Pipeline pipeline, HttpConnector connector) {
        this.pipeline = pipeline;
        this.connector = connector;
    }

    /** Lets the first connection in, now that there is something that answers. */
    @Override
    public void init() {
        connector.accept();
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        pipeline.handle(request, response);
    }
}
