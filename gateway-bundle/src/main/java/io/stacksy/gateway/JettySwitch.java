package io.stacksy.gateway;

import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Starts Felix's Jetty when there is a gateway to answer and a connector to listen, and stops it when there is not. Needs
 * the framework property {@code org.apache.felix.http.require.config=true}, by which Jetty waits for that.
 */
@Component(service = JettySwitch.class, immediate = true) // nobody asks for it: it acts by being there
public final class JettySwitch {
    private static final String JETTY = "org.apache.felix.http";

    /** How many threads may be busy with requests of tools; see {@link Crowd}. */
    static final int THREADS_FOR_TOOLS = 256;

    /** For the platform's own paths, and for what accepts and reads. */
    private static final int OTHER_THREADS = 64;

    private final Configuration configuration;

    @Activate
    public JettySwitch(
            @Reference ConfigurationAdmin configurations,
            @Reference Gateway gateway,
            @Reference HttpConnector connector)
            throws IOException {
        configuration = configurations.getConfiguration(JETTY, "?");
        configuration.update(settings());
    }

    @Deactivate
    void stop() throws IOException {
        configuration.delete();
    }

    /** Felix makes a connector of its own, which ours replaces before anything can be answered there. */
    @SuppressWarnings("JdkObsolete") // OSGi takes a Dictionary
    private static Dictionary<String, Object> settings() {
        Dictionary<String, Object> settings = new Hashtable<>();
        settings.put("org.apache.felix.http.enable", true);
        settings.put("org.apache.felix.https.enable", false);
        settings.put("org.apache.felix.http.host", "127.0.0.1");
        settings.put("org.osgi.service.http.port", "0");
        settings.put("org.apache.felix.http.jetty.threadpool.max", THREADS_FOR_TOOLS + OTHER_THREADS);
        Compression.set(settings);
        return settings;
    }
}
