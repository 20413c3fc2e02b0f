package io.stacksy.gateway;

import io.stacksy.deploy.Version;
import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import io.stacksy.route.Router;
import java.util.Map;
import java.util.Optional;

/** From a path to the endpoint that answers. Thread-safe. */
final class Routes {
    private static final String API = "api";
    private static final String API_BASE = "/api/";

    private final Platform platform;
    private final Map<String, Endpoint> own;

    /**
     * @param own the gateway's own endpoints by the first segment of their paths
     */
    Routes(Platform platform, Map<String, Endpoint> own) {
        this.platform = platform;
        this.own = Map.copyOf(own);
    }

    /**
     * Finds what {@code path} leads to: a tool by its name, else a part of the platform, else a tool by its alias.
     *
     * @param visitor who may come to another revision than others, or address one
     * @throws Refusal where there is nothing, or nothing yet
     */
    Target find(SafePath path, Visitor visitor) {
        String head = path.head();
        if (head.equals(API)) {
            String tool = new SafePath(path.after(API.length() + 1)).head();
            return tool(tool, visitor, path.after(API_BASE.length() + tool.length()), API_BASE + tool);
        }
        Optional<Endpoint> mounted = Optional.ofNullable(own.get(head)).or(() -> platform.mounted(head, path.value()));
        if (mounted.isPresent()) {
            return new Target(mounted.get(), Optional.empty(), "", path.value(), "/");
        }
        Optional<String> claimant = platform.router().flatMap(router -> router.claimant(head));
        return tool(claimant.orElseThrow(() -> absent(Refusal.notFound())), visitor, path.value(), "/" + head);
    }

    private Target tool(String tool, Visitor visitor, String path, String root) {
        Router router = platform.router().orElseThrow(Refusal::notReady);
        Optional<Version> version = visitor.revision();
        Lease lease = version.isEmpty()
                ? router.enter(tool, visitor::number).orElseThrow(() -> absent(notThere(router, tool)))
                : router.enter(tool, version.get()).orElseThrow(() -> absent(Refusal.noSuchRevision()));
        return new Target(lease.endpoint(), Optional.of(lease), API_BASE + tool, path, root);
    }

    private static Refusal notThere(Router router, String tool) {
        return router.isMissing(tool) ? Refusal.missing() : Refusal.noSuchTool();
    }

    /** Before all tools are back, what is not there may still come. */
    private Refusal absent(Refusal refusal) {
        return platform.recovered() ? refusal : Refusal.notReady();
    }
}
