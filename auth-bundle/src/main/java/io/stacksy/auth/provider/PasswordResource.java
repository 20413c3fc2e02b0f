package io.stacksy.auth.provider;

import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Changing one's own password. */
@Path("auth/password")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class PasswordResource {
    private final PasswordChange change;

    PasswordResource(PasswordChange change) {
        this.change = change;
    }

    public record TwoPasswords(
            @Schema(required = true) @Nullable String currentPassword,
            @Schema(required = true) @Nullable String newPassword) {
        @Override
        public String toString() {
            return "TwoPasswords";
        }
    }

    /** Whoever may call this is signed in; all sessions of the account end, this one too. */
    @PUT
    @Operation(summary = "Change your password")
    @APIResponse(responseCode = "204", description = "Changed; all sessions end")
    public Response change(@Nullable TwoPasswords passwords, @Context Caller caller) {
        TwoPasswords given = Answers.required(passwords);
        String present = Answers.password("current_password", given.currentPassword());
        String next = Answers.required("new_password", given.newPassword());
        return Answers.answer(() -> {
            UUID account = caller.id()
                    .map(UUID::fromString)
                    .orElseThrow(() -> Answers.unauthorized("sign in first: this changes your own password"));
            change.change(account, present, next, caller.address());
            return Response.noContent().build();
        });
    }
}
