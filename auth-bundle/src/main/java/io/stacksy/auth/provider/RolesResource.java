package io.stacksy.auth.provider;

import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Roles, for those who administer them. */
@Path("admin/roles")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class RolesResource {
    private static final String READ = "roles:read";
    private static final String WRITE = "roles:write";

    private final RoleBook roles;

    RolesResource(RoleBook roles) {
        this.roles = roles;
    }

    public record NewRole(
            @Schema(required = true) @Nullable String name,
            @Schema(nullable = true) @Nullable List<@Nullable String> permissions) {}

    public record RoleChange(@Schema(nullable = true) @Nullable List<@Nullable String> permissions) {}

    /** @param users how many accounts have it */
    public record RoleView(String name, List<String> permissions, boolean builtIn, int users) {
        static RoleView of(Roles.Held held) {
            Role role = held.role();
            return new RoleView(
                    role.name(), List.of(SqlRoles.array(role.permissions())), role.builtIn(), held.accounts());
        }
    }

    @GET
    @Operation(summary = "List roles")
    @RolesAllowed(READ)
    public Listing<RoleView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int count = Listing.limit(limit);
        String after = Listing.after(cursor);
        return Answers.answer(
                () -> Listing.of(roles.after(after), count, held -> held.role().name(), RoleView::of));
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a role")
    @RolesAllowed(READ)
    public RoleView find(@PathParam("name") String name) {
        return Answers.answer(() -> RoleView.of(roles.find(name)));
    }

    @POST
    @Operation(summary = "Create a role")
    @RolesAllowed(WRITE)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = RoleView.class)))
    public Response add(@Nullable NewRole role, @Context Caller caller) {
        NewRole given = Answers.required(role);
        String name = Answers.required("name", given.name());
        return Answers.answer(() -> {
            Roles.Held added =
                    roles.add(name, KeyViews.permissions("permissions", given.permissions()), Grantor.of(caller));
            return Response.created(URI.create("admin/roles/" + name))
                    .entity(RoleView.of(added))
                    .build();
        });
    }

    @PATCH
    @Path("{name}")
    @Operation(summary = "Change a role")
    @RolesAllowed(WRITE)
    public RoleView change(@PathParam("name") String name, @Nullable RoleChange change, @Context Caller caller) {
        RoleChange given = Answers.required(change);
        return Answers.answer(() -> RoleView.of(
                given.permissions() == null
                        ? roles.find(name)
                        : roles.change(
                                name, KeyViews.permissions("permissions", given.permissions()), Grantor.of(caller))));
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Delete a role")
    @RolesAllowed(WRITE)
    public void remove(@PathParam("name") String name, @Context Caller caller) {
        Answers.answer(() -> {
            roles.remove(name, Grantor.of(caller));
            return Response.noContent();
        });
    }
}
