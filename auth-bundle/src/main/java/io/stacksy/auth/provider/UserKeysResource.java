package io.stacksy.auth.provider;

import io.stacksy.auth.provider.KeyViews.KeyView;
import io.stacksy.auth.provider.KeyViews.NewKey;
import io.stacksy.auth.provider.KeyViews.Rotation;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of an account, for those who administer it. Keys of a person are seen and ended here, but made by the
 * person alone, or an administrator could act under another's name.
 */
@Path("admin/users/{id}/api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class UserKeysResource {
    private final Users users;
    private final IssuedKeys keys;

    UserKeysResource(Users users, IssuedKeys keys) {
        this.users = users;
        this.keys = keys;
    }

    @POST
    @Operation(summary = "Create an API key for an account")
    @RolesAllowed(UsersResource.WRITE)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = KeyViews.IssuedKey.class)))
    public Response add(@PathParam("id") String id, @Nullable NewKey key, @Context Caller caller) {
        IssuedKeys.Order order = Answers.required(key).order();
        return Answers.answer(() -> {
            Account account = service(id, caller);
            return KeyViews.created(
                    keys.add(account.id(), order, Grantor.actor(caller)), "admin/users/" + id + "/api-keys");
        });
    }

    @GET
    @Operation(summary = "List the API keys of an account")
    @RolesAllowed(UsersResource.READ)
    public Listing<KeyView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int count = Listing.limit(limit);
        String after = Listing.after(cursor);
        return Answers.answer(
                () -> KeyViews.page(keys.list(users.find(Users.uuid(id)).id(), count + 1, after), count));
    }

    @POST
    @Path("{key}/rotate")
    @Operation(summary = "Rotate an API key of an account")
    @RolesAllowed(UsersResource.WRITE)
    @APIResponse(
            responseCode = "201",
            description = "The key that takes its place",
            content = @Content(schema = @Schema(implementation = KeyViews.IssuedKey.class)))
    public Response rotate(
            @PathParam("id") String id,
            @PathParam("key") String key,
            @RequestBody(required = false) @Nullable Rotation rotation,
            @Context Caller caller) {
        return Answers.answer(() -> KeyViews.rotated(
                keys.rotate(service(id, caller).id(), key, Rotation.overlap(rotation), Grantor.actor(caller))));
    }

    @DELETE
    @Path("{key}")
    @Operation(summary = "Revoke an API key of an account")
    @RolesAllowed(UsersResource.WRITE)
    public void revoke(@PathParam("id") String id, @PathParam("key") String key, @Context Caller caller) {
        Answers.answer(() -> {
            UUID account =
                    users.administered(Users.uuid(id), Grantor.of(caller)).id();
            keys.revoke(account, key, Grantor.actor(caller));
            return Response.noContent();
        });
    }

    private Account service(String id, Caller caller) {
        Account account = users.administered(Users.uuid(id), Grantor.of(caller));
        if (account.kind() != AccountKind.SERVICE) {
            throw ToolException.conflict(
                    "this is a person's account, whose API keys that person makes: POST /auth/api-keys");
        }
        return account;
    }
}
