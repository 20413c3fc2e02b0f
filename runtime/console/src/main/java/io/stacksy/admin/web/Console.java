package io.stacksy.admin.web;

import io.stacksy.route.Endpoint;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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

    private static final Operation TO_THE_PAGE = operation(ROOT);
    private static final Operation FILE = operation(ROOT + "/{file}");

    private static final Match NOT_FOUND = new Match.NotFound();
    private static final Match WRONG_METHOD = new Match.WrongMethod(Set.of("GET", "HEAD", "OPTIONS"));

    /** Nothing but what comes from this node, no script or style in the page itself, and no markup made by a script. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, Asset> byPath = new HashMap<>();

    @Activate
    public Console() {
        FILES.forEach(name -> byPath.put(ROOT + "/" + name, Asset.named(name)));
        byPath.put(ROOT + "/", Asset.named(PAGE));
    }

    private static Operation operation(String template) {
        return new Operation("GET", template, new Rule.Anyone(), OptionalLong.of(0));
    }

    @Override
    public List<Operation> operations() {
        return List.of(TO_THE_PAGE, FILE);
    }

    @Override
    public Match match(String method, String path) {
        boolean root = path.equals(ROOT);
        if (!root && !byPath.containsKey(path)) {
            return NOT_FOUND;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return WRONG_METHOD;
        }
        return new Match.Found(root ? TO_THE_PAGE : FILE);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        protect(response);
        Asset asset = byPath.get(request.getPathInfo());
        if (asset == null) {
            response.setStatus(HttpServletResponse.SC_PERMANENT_REDIRECT);
            response.setHeader("Location", "console/"); // relative, so that it holds behind a proxy with a prefix, too
            return;
        }
        response.setHeader("ETag", asset.tag());
        if (asset.isHeldBy(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(asset.type());
        response.setContentLength(asset.length());
        if (!request.getMethod().equals("HEAD")) {
            asset.writeTo(response.getOutputStream());
        }
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
