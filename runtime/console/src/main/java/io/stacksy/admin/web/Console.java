package io.stacksy.admin.web;

import io.stacksy.route.BundleFile;
import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The web console, for anyone to load: it is a page and the files that it is made of, and knows nothing of the node. What it
 * shows it asks the API for, as whoever signs in there. Thread-safe.
 */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + Console.ROOT)
public final class Console implements FixedEndpoint {
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

    private final Map<String, BundleFile> byPath = new HashMap<>();
    private final FixedOperations operations;

    @Activate
    public Console() {
        FILES.forEach(name -> byPath.put(ROOT + "/" + name, BundleFile.of(Console.class, name)));
        byPath.put(ROOT + "/", BundleFile.of(Console.class, PAGE));
        operations = FixedOperations.at(ROOT).and(ROOT + "/{file}", byPath.keySet());
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        protect(response);
        BundleFile file = byPath.get(request.getPathInfo());
        if (file == null) {
            response.setStatus(HttpServletResponse.SC_PERMANENT_REDIRECT);
            response.setHeader("Location", "console/"); // relative, so that it holds behind a proxy with a prefix, too
            return;
        }
        file.read().answer(request, response);
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
