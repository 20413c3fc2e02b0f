package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.tool.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** How the node is, in a few figures. */
@Path("admin/status")
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    /** More rollouts than this do not run at once. */
    private static final int RECENT = 100;

    private final Deployments deployments;
    private final Node node;

    StatusResource(Deployments deployments, Node node) {
        this.deployments = deployments;
        this.node = node;
    }

    @GET
    @Operation(summary = "Show the node in figures")
    @RolesAllowed("tools:read")
    @APIResponse(responseCode = "200", ref = "status")
    public Response status(@Context Caller caller, @Context UriInfo uri) {
        return new Exchange(caller, uri).answer(() -> Response.ok(status()).build());
    }

    private Status status() {
        long running = deployments.rollouts(RECENT, Optional.empty()).stream()
                .filter(rollout -> rollout.state() == Rollout.State.RUNNING)
                .count();
        return new Status(
                node.version(),
                node.java(),
                node.startedAt(),
                node.uptime().toSeconds(),
                deployments.tools().size(),
                (int) running);
    }

    /**
     * The node in figures.
     *
     * @param tools how many tools there are on it
     * @param rolloutsRunning how many rollouts are under way
     */
    public record Status(
            String version, String java, Instant startedAt, long uptimeSeconds, int tools, int rolloutsRunning) {}
}
