package io.stacksy.admin.rest;

import io.stacksy.deploy.CanaryPlan;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.Submission;
import io.stacksy.deploy.Tool;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The tools of the node, and the ways to change them. */
@Path("admin/tools")
@Produces(MediaType.APPLICATION_JSON)
public final class ToolsResource {
    private static final MediaType JAR = new MediaType("application", "java-archive");

    /** One byte more than a tool bundle may have, so that it is the deployer that says what is too much. */
    private static final long BODY_MAX = 64L * 1024 * 1024 + 1;

    /** The header with a detached signature of the jar: {@code <keyid>:<base64>}. */
    static final String SIGNATURE = "Stacksy-Signature";

    /** The flag by which somebody says that a loss of data is meant. */
    private static final String ACCEPT_DATA_LOSS = "accept_data_loss";

    private final Deployments deployments;
    private final RolloutAnswers answers;

    ToolsResource(Deployments deployments, RolloutAnswers answers) {
        this.deployments = deployments;
        this.answers = answers;
    }

    @GET
    @Operation(summary = "List tools")
    @RolesAllowed("tools:read")
    @Parameter(name = "limit", in = ParameterIn.QUERY, ref = "limit")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, ref = "cursor")
    public Page<ToolView> list(@Context UriInfo uri) {
        Query query = Query.of(uri);
        String after = query.cursor().orElse("");
        List<Tool> found = deployments.tools().stream()
                .filter(tool -> tool.name().value().compareTo(after) > 0)
                .toList();
        return Page.of(found, query.limit(), tool -> tool.name().value(), ToolView::of);
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a tool")
    @RolesAllowed("tools:read")
    public ToolView one(@PathParam("name") String name) {
        return deployments.tool(toolName(name)).map(ToolView::of).orElseThrow(() -> noTool(name));
    }

    /** Deploys the jar in the body or, with {@code dry_run}, says what that would do. */
    @POST
    @Operation(summary = "Deploy a tool, or plan it")
    @RolesAllowed("tools:write")
    @MaxBody(BODY_MAX)
    @APIResponse(responseCode = "200", ref = "plan")
    @APIResponse(responseCode = "201", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @APIResponse(responseCode = "403", description = "The caller may not do this, or no trusted key signed the jar")
    @APIResponse(responseCode = "409", description = "The version is there with other bytes, or an alias is taken")
    @APIResponse(responseCode = "422", description = "The body is no usable tool bundle")
    @APIResponse(responseCode = "424", description = "The bundle does not resolve")
    @APIResponse(responseCode = "502", description = "The revision failed, and what was there before serves")
    @Parameter(name = "dry_run", in = ParameterIn.QUERY, ref = "dry_run")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    @Parameter(name = "canary", in = ParameterIn.QUERY, ref = "canary")
    @Parameter(name = "plan", in = ParameterIn.QUERY, ref = "plan")
    @Parameter(name = "downgrade", in = ParameterIn.QUERY, ref = "downgrade")
    @Parameter(name = "accept_data_loss", in = ParameterIn.QUERY, ref = "accept_data_loss")
    @Parameter(name = ContentDigest.HEADER, in = ParameterIn.HEADER, ref = ContentDigest.HEADER)
    @Parameter(name = SIGNATURE, in = ParameterIn.HEADER, ref = SIGNATURE)
    @RequestBody(ref = "jar")
    public CompletionStage<Response> deploy(
            @Context HttpHeaders headers, @Context UriInfo uri, @Context Caller caller, InputStream body)
            throws IOException {
        Query query = Query.of(uri).only("dry_run", "wait", "downgrade", "canary", ACCEPT_DATA_LOSS, "plan");
        boolean dryRun = query.flag("dry_run");
        boolean wait = query.flag("wait");
        boolean downgrade = query.flag("downgrade");
        Optional<CanaryPlan> canary = query.text("canary").map(ToolsResource::canary);
        Optional<String> signature = Optional.ofNullable(headers.getHeaderString(SIGNATURE));
        requireJar(headers.getMediaType());
        Exchange exchange = new Exchange(caller, uri);
        try (Upload upload = Upload.of(body, ContentDigest.parse(headers.getHeaderString(ContentDigest.HEADER)))) {
            Submission submission = new Submission(
                    upload.file(), signature, downgrade, query.flag(ACCEPT_DATA_LOSS), query.text("plan"), canary);
            if (dryRun) {
                return CompletableFuture.completedFuture(exchange.answer(() ->
                        Response.ok(PlanView.of(deployments.plan(submission))).build()));
            }
            return answers.answer(exchange, wait, () -> deployments.deploy(submission, exchange.actor()));
        }
    }

    @POST
    @Path("{name}/rollback")
    @Operation(summary = "Roll a tool back")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    @Parameter(name = "accept_data_loss", in = ParameterIn.QUERY, ref = "accept_data_loss")
    public CompletionStage<Response> rollBack(
            @PathParam("name") String name,
            @Context UriInfo uri,
            @Context Caller caller,
            @RequestBody(required = false) @Nullable RollbackRequest request) {
        ToolName tool = toolName(name);
        Optional<Version> to = Optional.ofNullable(request).flatMap(RollbackRequest::version);
        Query query = Query.of(uri).only("wait", ACCEPT_DATA_LOSS);
        boolean acceptDataLoss = query.flag(ACCEPT_DATA_LOSS);
        return begin(query, uri, caller, exchange -> deployments.rollBack(tool, to, acceptDataLoss, exchange.actor()));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Remove a tool")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> remove(
            @PathParam("name") String name, @Context UriInfo uri, @Context Caller caller) {
        ToolName tool = toolName(name);
        return begin(uri, caller, exchange -> deployments.remove(tool, exchange.actor()));
    }

    @DELETE
    @Path("{name}/revisions/{version}")
    @Operation(summary = "Remove a revision of a tool")
    @RolesAllowed("tools:write")
    @APIResponse(responseCode = "200", ref = "ended")
    @APIResponse(responseCode = "202", ref = "begun")
    @Parameter(name = "wait", in = ParameterIn.QUERY, ref = "wait")
    public CompletionStage<Response> removeRevision(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @Context UriInfo uri,
            @Context Caller caller) {
        ToolName tool = toolName(name);
        Version removed = revisionVersion(tool, version);
        return begin(uri, caller, exchange -> deployments.remove(tool, removed, exchange.actor()));
    }

    private CompletionStage<Response> begin(UriInfo uri, Caller caller, Change change) {
        return begin(Query.of(uri).only("wait"), uri, caller, change);
    }

    private CompletionStage<Response> begin(Query query, UriInfo uri, Caller caller, Change change) {
        boolean wait = query.flag("wait");
        Exchange exchange = new Exchange(caller, uri);
        return answers.answer(exchange, wait, () -> change.begin(exchange));
    }

    private static void requireJar(@Nullable MediaType type) {
        if (type == null || !type.isCompatible(JAR) || type.isWildcardType()) {
            throw ToolException.of(Problem.of(
                    415,
                    "Unsupported Media Type",
                    "the body has to be a tool bundle's jar, with the header Content-Type: " + JAR));
        }
    }

    private static CanaryPlan canary(String text) {
        try {
            return CanaryPlan.parse(text);
        } catch (IllegalArgumentException e) {
            throw ToolException.invalid("canary", "must be a plan such as 10 or 10:5m,50:5m: " + e.getMessage());
        }
    }

    static ToolName toolName(String name) {
        try {
            return new ToolName(name);
        } catch (IllegalArgumentException e) {
            throw noTool(name);
        }
    }

    private static Version revisionVersion(ToolName tool, String version) {
        try {
            return Version.parse(version);
        } catch (IllegalArgumentException e) {
            throw ToolException.notFound("there is no revision '" + version + "' of the tool '" + tool + "'");
        }
    }

    private static ToolException noTool(String name) {
        return ToolException.notFound("there is no tool '" + name + "' on this node");
    }

    /** Something that begins a rollout; throws {@link RolloutException} if it is refused. */
    @FunctionalInterface
    private interface Change {
        Rollout begin(Exchange exchange);
    }
}
