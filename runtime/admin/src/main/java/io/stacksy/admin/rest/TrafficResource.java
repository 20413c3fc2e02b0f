package io.stacksy.admin.rest;

import io.stacksy.deploy.CanaryOrder;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Which revision of a tool gets how much of its traffic, and what becomes of a canary. */
@Path("admin/tools")
@Produces(MediaType.APPLICATION_JSON)
public final class TrafficResource {
    private final Deployments deployments;
    private final RolloutAnswers answers;

    TrafficResource(Deployments deployments, RolloutAnswers answers) {
        this.deployments = deployments;
        this.answers = answers;
    }

    @POST
    @Path("{name}/promote")
    @Operation(summary = "Promote a canary")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> promote(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        return steer(name, CanaryOrder.PROMOTE, uri, caller);
    }

    @POST
    @Path("{name}/abort")
    @Operation(summary = "Abort a canary")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> abort(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        return steer(name, CanaryOrder.ABORT, uri, caller);
    }

    @POST
    @Path("{name}/pause")
    @Operation(summary = "Pause a canary")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> pause(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        return steer(name, CanaryOrder.PAUSE, uri, caller);
    }

    @POST
    @Path("{name}/resume")
    @Operation(summary = "Resume a canary")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> resume(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        return steer(name, CanaryOrder.RESUME, uri, caller);
    }

    private CompletionStage<Response> steer(String name, CanaryOrder order, UriInfo uri, Caller caller) {
        boolean wait = Query.of(uri).only("wait").flag("wait");
        ToolName tool = ToolsResource.toolName(name);
        Exchange exchange = new Exchange(caller, uri);
        return answers.steered(exchange, wait, () -> deployments.steer(tool, order, exchange.actor()));
    }

    /** @param weights by version, in percent */
    @PUT
    @Path("{name}/traffic")
    @Operation(summary = "Divide the traffic among revisions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "tool")
    public Response divide(
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context Caller caller,
            @Nullable Map<String, Object> weights) {
        ToolName tool = ToolsResource.toolName(name);
        Map<Version, Integer> parsed = parsed(weights);
        Exchange exchange = new Exchange(caller, uri);
        return exchange.answer(() -> Response.ok(ToolView.of(deployments.divide(tool, parsed, exchange.actor())))
                .build());
    }

    private static Map<Version, Integer> parsed(@Nullable Map<String, Object> weights) {
        if (weights == null || weights.isEmpty()) {
            throw ToolException.invalid(
                    "body", "must have a weight for each version, such as {\"1.0.0\":90,\"1.1.0\":10}");
        }
        Map<Version, Integer> parsed = new HashMap<>();
        weights.forEach((version, weight) -> {
            if (!(weight instanceof Integer percent)) {
                throw ToolException.invalid(version, "must be a whole number from 0 to 100");
            }
            if (parsed.put(version(version), percent) != null) {
                throw ToolException.invalid(version, "must stand there once");
            }
        });
        return parsed;
    }

    private static Version version(String text) {
        try {
            return Version.parse(text);
        } catch (IllegalArgumentException e) {
            throw ToolException.invalid(text, "must be a version such as 1.2.0");
        }
    }
}
