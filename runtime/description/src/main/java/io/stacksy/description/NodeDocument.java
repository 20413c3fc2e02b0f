package io.stacksy.description;

import io.stacksy.route.Representation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The OpenAPI document of this node. It is put together when somebody asks after something has changed, and kept until
 * the next change. Thread-safe.
 */
@Component(service = NodeDocument.class, configurationPid = "io.stacksy.description")
@Designate(ocd = NodeDocument.Config.class)
public final class NodeDocument {
    private final Supplier<List<Part>> parts;
    private final Supplier<Object> state;
    private final String version;
    private final String server;
    private volatile @Nullable Edition edition;

    /** What can be set about it. */
    @ObjectClassDefinition(name = "Stacksy API document")
    @interface Config {
        @AttributeDefinition(
                name = "Public URL",
                description = "Where clients reach the node; empty means where they have the document from")
        String public_url() default "";
    }

    /**
     * The document as it is for a while.
     *
     * @param state that of the parts before they were read
     */
    record Edition(Object state, Representation json) {}

    @Activate
    public NodeDocument(@Reference Parts parts, Config config) {
        this(parts::all, parts::state, builtVersion(), config.public_url());
    }

    NodeDocument(Supplier<List<Part>> parts, Supplier<Object> state, String version, String publicUrl) {
        this.parts = parts;
        this.state = state;
        this.version = version;
        this.server = publicUrl.isBlank() ? "/" : publicUrl.strip();
    }

    Edition current() {
        Edition known = edition;
        return known != null && known.state().equals(state.get()) ? known : renewed();
    }

    private synchronized Edition renewed() {
        Object now = state.get(); // before the parts: what changes meanwhile makes the next edition
        Edition known = edition;
        if (known != null && known.state().equals(now)) {
            return known;
        }
        Edition fresh =
                new Edition(now, Representation.of("application/json", Compilation.of(version, server, parts.get())));
        edition = fresh;
        return fresh;
    }

    private static String builtVersion() {
        Properties properties = new Properties();
        try (InputStream file = NodeDocument.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
