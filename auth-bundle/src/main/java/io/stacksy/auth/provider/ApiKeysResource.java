package io.stacksy.auth.provider;

import io.stacksy.auth.provider.KeyViews.KeyView;
import io.stacksy.auth.provider.KeyViews.NewKey;
import io.stacksy.auth.provider.KeyViews.Rotation;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of whoever asks. Who comes by an API key sees, rotates and ends that one alone, and makes none: a key that
 * was stolen cannot outlive itself.
 */
@Path("auth/api-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class ApiKeysResource {
    private static final String PATH = "auth/api-keys";

    private final IssuedKeys keys;

    ApiKeysResource(IssuedKeys keys) {
        this.keys = keys;
    }

    @POST
    @Operation(summary = "Create an API key of your own")
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = KeyViews.IssuedKey.class)))
    public Response add(@Nullable NewKey key, @Context Caller caller) {
        if (caller.keyId().isPresent()) {
            throw Answers.forbidden("an API key makes no other; sign in with a password", "");
        }
        IssuedKeys.Order order = Answers.required(key).order();
        return Answers.answer(() -> KeyViews.created(keys.add(account(caller), order, Grantor.actor(caller)), PATH));
    }

    @GET
    @Operation(summary = "List your API keys")
    public Listing<KeyView> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context Caller caller) {
        int count = Listing.limit(limit);
        String after = Listing.after(cursor);
        return Answers.answer(() -> caller.keyId().isPresent()
                ? KeyViews.page(
                        List.of(keys.find(account(caller), caller.keyId().get())), 1)
                : KeyViews.page(keys.list(account(caller), count + 1, after), count));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show one of your API keys")
    public KeyView find(@PathParam("id") String id, @Context Caller caller) {
        return Answers.answer(() -> KeyView.of(keys.find(account(caller), own(id, caller))));
    }

    @POST
    @Path("{id}/rotate")
    @Operation(summary = "Rotate one of your API keys")
    @APIResponse(
            responseCode = "201",
            description = "The key that takes its place",
            content = @Content(schema = @Schema(implementation = KeyViews.IssuedKey.class)))
    public Response rotate(
            @PathParam("id") String id,
            @RequestBody(required = false) @Nullable Rotation rotation,
            @Context Caller caller) {
        return Answers.answer(() -> KeyViews.rotated(
                keys.rotate(account(caller), own(id, caller), Rotation.overlap(rotation), Grantor.actor(caller))));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revoke one of your API keys")
    public void revoke(@PathParam("id") String id, @Context Caller caller) {
        Answers.answer(() -> {
            keys.revoke(account(caller), own(id, caller), Grantor.actor(caller));
            return Response.noContent();
        });
    }

    /** The key of that identifier, where the caller may know of it. */
    private static String own(String id, Caller caller) {
        if (caller.keyId().isPresent() && !caller.keyId().get().equals(id)) {
            throw IssuedKeys.notFound();
        }
        return id;
    }

    private static UUID account(Caller caller) {
        return UUID.fromString(caller.id().orElseThrow());
    }
}
