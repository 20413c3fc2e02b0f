package io.stacksy.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import io.stacksy.benchmarks.tool.ItemResource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** A resource in Jersey in Jetty, and nothing else. */
final class BareJersey {
    private BareJersey() {}

    public static void main(String[] arguments) throws Exception { // as Jetty declares it
        ObjectMapper mapper = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        ResourceConfig config = new ResourceConfig(ItemResource.class).register(new JacksonJsonProvider(mapper));
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ServletContainer(config)), "/*");
        Server server = BareJetty.server(Integer.parseInt(arguments[0]));
        server.setHandler(context);
        server.start();
        System.out.println("ready");
        server.join();
    }
}
