package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Tool;
import io.stacksy.tool.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The permissions that there are: those that the platform and the live tools declare by asking for them. */
@Path("admin/permissions")
@Produces(MediaType.APPLICATION_JSON)
public final class PermissionsResource {
    private static final String PLATFORM = "stacksy";

    /** The gateway's own, whose paths are open to all: they decide how much is shown, and to whom. */
    private static final List<String> OF_GATEWAY = List.of("health:read", "metrics:read");

    private final Deployments deployments;
    private final Supplier<List<String>> platform;

    /** @param platform the permissions that its own operations ask for */
    PermissionsResource(Deployments deployments, Supplier<List<String>> platform) {
        this.deployments = deployments;
        this.platform = platform;
    }

    /**
     * Those of one tool, or of the platform.
     *
     * @param kind {@code platform} or {@code tool}
     */
    public record Declared(String kind, String name, List<String> permissions) {
        public Declared {
            permissions = List.copyOf(permissions);
        }
    }

    @GET
    @Operation(summary = "List the permissions that can be granted")
    @RolesAllowed({"roles:read", "tools:read"})
    @APIResponse(responseCode = "200", ref = "permissions")
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        return new Exchange(caller, uri).answer(() -> Response.ok(page()).build());
    }

    private Page<Declared> page() {
        List<Declared> all = new ArrayList<>();
        all.add(new Declared("platform", PLATFORM, ofPlatform()));
        deployments.tools().stream()
                .map(tool -> new Declared("tool", tool.name().value(), ofTool(tool)))
                .forEach(all::add);
        return new Page<>(all, null);
    }

    private List<String> ofPlatform() {
        return Stream.concat(platform.get().stream(), OF_GATEWAY.stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Those of all its revisions that answer. */
    private static List<String> ofTool(Tool tool) {
        return tool.revisions().stream()
                .filter(revision -> revision.weight() > 0)
                .flatMap(revision -> revision.permissions().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
