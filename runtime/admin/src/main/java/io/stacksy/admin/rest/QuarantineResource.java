package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.ToolName;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Keeps a tool's live revision from its requests, and lets it have them again. */
@Path("admin/tools")
@Produces(MediaType.APPLICATION_JSON)
public final class QuarantineResource {
    private static final int LONGEST_REASON = 500;

    private final Deployments deployments;
    private final RolloutAnswers answers;

    QuarantineResource(Deployments deployments, RolloutAnswers answers) {
        this.deployments = deployments;
        this.answers = answers;
    }

    @POST
    @Path("{name}/quarantine")
    @Operation(summary = "Put a tool in quarantine")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "tool")
    public Response quarantine(
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context Caller caller,
            @Nullable QuarantineRequest request) {
        ToolName tool = ToolsResource.toolName(name);
        String reason = reason(request);
        Exchange exchange = new Exchange(caller, uri);
        return exchange.answer(() -> Response.ok(ToolView.of(deployments.quarantine(tool, reason, exchange.actor())))
                .build());
    }

    private static String reason(@Nullable QuarantineRequest request) {
        String reason = request == null || request.reason() == null
                ? ""
                : request.reason().strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw ToolException.invalid("reason", "must say why, in 1 to " + LONGEST_REASON + " characters");
        }
        return reason;
    }

    /** Answers with the tool where it has its requests again at once, else with the rollout that brings it back. */
    @POST
    @Path("{name}/release")
    @Operation(summary = "Release a tool from quarantine")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "tool")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> release(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        boolean wait = Query.of(uri).only("wait").flag("wait");
        ToolName tool = ToolsResource.toolName(name);
        Exchange exchange = new Exchange(caller, uri);
        Optional<Rollout> begun;
        try {
            begun = deployments.release(tool, exchange.actor());
        } catch (RolloutException e) {
            return CompletableFuture.completedFuture(exchange.refused(e));
        }
        return begun.map(rollout -> answers.answer(exchange, wait, () -> rollout))
                .orElseGet(() -> CompletableFuture.completedFuture(exchange.answer(() -> Response.ok(
                                deployments.tool(tool).map(ToolView::of).orElseThrow())
                        .build())));
    }

    /** Why. */
    public record QuarantineRequest(@Schema(required = true) @Nullable String reason) {}
}
