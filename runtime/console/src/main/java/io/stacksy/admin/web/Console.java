package io.stacksy.admin.web;

import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedOperations;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Representation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The web console, for anyone to load: it is a page and the files that it is made of, and knows nothing of the node. What it
 * shows it asks the API for, as whoever signs in there. Thread-safe.
 */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + Console.ROOT)
public final class Console implements Endpoint {
    static final String ROOT = "/console";
    static final String PAGE = "index.html";

    /** All that can be asked for, by name; nothing else in the bundle can. */
    static final List<String> FILES = List.of(
            PAGE,
            "console.css",
            "icon.svg",
            "main.js",
            "actions.js",
            "audit.js",
            "deploy.js",
            "dialog.js",
            "dom.js",
            "follow.js",
            "format.js",
            "live.js",
            "overview.js",
            "parts.js",
            "plan.js",
            "rollouts.js",
            "session.js",
            "tool.js");

    /** Nothing but what comes from this node, no script or style in the page itself, and no markup made by a script. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, Representation> byPath = new HashMap<>();
    private final FixedOperations operations;

    @Activate
    public Console() {
        FILES.forEach(name -> byPath.put(ROOT + "/" + name, read(name)));
        byPath.put(ROOT + "/", read(PAGE));
        operations = FixedOperations.at(ROOT).and(ROOT + "/{file}", byPath.keySet());
    }

    private static Representation read(String name) {
        try (InputStream file = Console.class.getResourceAsStream(name)) {
            return Representation.of(
                    type(name), Objects.requireNonNull(file, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html;charset=utf-8";
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no media type is known for '" + name + "'");
        };
    }

    @Override
    public List<Operation> operations() {
        return operations.all();
    }

    @Override
    public Match match(String method, String path) {
        return operations.match(method, path);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        protect(response);
        Representation file = byPath.get(request.getPathInfo());
        if (file == null) {
            response.setStatus(HttpServletResponse.SC_PERMANENT_REDIRECT);
            response.setHeader("Location", "console/"); // relative, so that it holds behind a proxy with a prefix, too
            return;
        }
        file.answer(request, response);
    }

    private static void protect(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("Cache-Control", "no-cache"); // to be asked for each time, so that a page is of one version
        response.setHeader(
                "Cross-Origin-Opener-Policy", "same-origin"); // tools' pages, of this origin, get no hold of it
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
    }
}
