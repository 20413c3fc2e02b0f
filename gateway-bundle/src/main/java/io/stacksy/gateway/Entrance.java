package io.stacksy.gateway;

import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What is at the root of the node: leads a browser to the console, and names the other ways in. Immutable. */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + Entrance.ROOT)
public final class Entrance implements FixedEndpoint {
    static final String ROOT = "/";

    private static final List<String> OF_PROGRAMS = List.of("application/json", "application/*", "*/*");

    private final FixedOperations operations = FixedOperations.at(ROOT);
    private final String description;
    private final byte[] waysIn;

    @Activate
    public Entrance() {
        description = read("/" + DESCRIPTION);
        waysIn = new Json()
                .open('{')
                .member("name", "stacksy")
                .member("version", Build.version())
                .member("docs", "/docs")
                .member("openapi", "/openapi.json")
                .member("health", "/health")
                .member("console", "/console/")
                .close('}')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String read(String resource) {
        try (InputStream file = Entrance.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(file, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public Optional<String> description() {
        return Optional.of(description);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Vary", "Accept");
        response.setHeader("Cache-Control", "no-cache");
        if (prefersPage(request.getHeader("Accept"))) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "console/"); // relative, so that it holds behind a proxy with a prefix, too
            return;
        }
        response.setContentType("application/json");
        response.setContentLength(waysIn.length);
        response.getOutputStream().write(waysIn);
    }

    /** Whether it is a page that is wanted most. Who takes everything alike is a program. */
    private static boolean prefersPage(@Nullable String accept) {
        QuotedQualityCSV wanted = new QuotedQualityCSV(QuotedQualityCSV.MOST_SPECIFIC_MIME_ORDERING);
        wanted.addValue(accept);
        for (String type : wanted.getValues()) {
            if (type.equals("text/html")) {
                return true;
            }
            if (OF_PROGRAMS.contains(type)) {
                return false;
            }
        }
        return false;
    }
}
