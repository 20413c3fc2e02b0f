package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Providers;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What was rolled out, and what is being rolled out. */
@Path("admin/rollouts")
@RolesAllowed("tools:read")
public final class RolloutsResource {
    private final Deployments deployments;

    RolloutsResource(Deployments deployments) {
        this.deployments = deployments;
    }

    @GET
    @Operation(summary = "List rollouts")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "200", ref = "rollouts")
    @Parameter(name = "limit", in = ParameterIn.QUERY, ref = "limit")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, ref = "cursor")
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        Query query = Query.of(uri);
        int limit = query.limit();
        return new Exchange(caller, uri).answer(() -> Response.ok(Page.of(
                        deployments.rollouts(limit + 1, query.rolloutCursor()),
                        limit,
                        rollout -> rollout.id().toString(),
                        RolloutView::of))
                .build());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show a rollout")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "200", ref = "rollout")
    public Response one(@PathParam("id") String id, @Context Caller caller, @Context UriInfo uri) {
        return new Exchange(caller, uri)
                .answer(() -> Response.ok(whole(find(id))).build());
    }

    /** The rollout as it stands and then each change of it, as server-sent events. */
    @GET
    @Path("{id}/events")
    @Operation(summary = "Follow a rollout")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @APIResponse(responseCode = "200", ref = "events")
    public Response events(
            @PathParam("id") String id, @Context Caller caller, @Context UriInfo uri, @Context Providers providers) {
        return new Exchange(caller, uri)
                .answer(() -> Response.ok(new RolloutEvents(deployments, find(id).id(), new Json(providers)))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .header("X-Accel-Buffering", "no") // else some proxies keep events back
                        .build());
    }

    private RolloutView whole(Rollout rollout) {
        return RolloutView.of(rollout).with(deployments.removals(rollout.id()));
    }

    private Rollout find(String id) {
        return Query.uuid(id)
                .flatMap(deployments::rollout)
                .orElseThrow(() -> ToolException.notFound("there is no such rollout in the ledger"));
    }
}
