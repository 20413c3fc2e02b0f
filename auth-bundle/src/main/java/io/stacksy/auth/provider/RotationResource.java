package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** The keys that sign access tokens, for those who administer them. Shows nothing that is not public. */
@Path("admin/keys")
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class RotationResource {
    private final KeyRing keys;
    private final KeyRotation rotation;

    RotationResource(KeyRing keys, KeyRotation rotation) {
        this.keys = keys;
        this.rotation = rotation;
    }

    /**
     * A rotation that is asked for.
     *
     * @param revoke a key whose tokens are to hold no more
     */
    public record Wanted(@Schema(nullable = true) @Nullable String revoke) {}

    public record State(List<Key> items) {}

    public record Key(
            String kid,
            String state,
            Instant createdAt,
            @Schema(nullable = true) @Nullable Instant activatedAt,
            @Schema(nullable = true) @Nullable Instant expiresAt) {
        static Key of(SigningKey key) {
            return new Key(
                    key.kid(),
                    key.state().label(),
                    key.createdAt(),
                    key.activatedAt().orElse(null),
                    key.expiresAt().orElse(null));
        }
    }

    @GET
    @Operation(summary = "List the signing keys")
    @RolesAllowed("signing-keys:read")
    public State list() {
        return state();
    }

    @POST
    @Path("rotate")
    @Operation(summary = "Rotate the signing keys")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("signing-keys:rotate")
    public State rotate(@RequestBody(required = false) @Nullable Wanted wanted, @Context Caller caller) {
        Optional<String> revoke = Optional.ofNullable(wanted).map(Wanted::revoke);
        Actor actor = new Actor(caller.name().orElse("unknown"), caller.address());
        return Answers.answer(() -> {
            rotation.rotate(revoke, actor);
            return state();
        });
    }

    private State state() {
        return new State(keys.all().stream().map(Key::of).toList());
    }
}
