package io.stacksy.auth.provider;

import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Making an account for oneself. */
@Path("auth/register")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class RegisterResource {
    private final Registration registration;

    RegisterResource(Registration registration) {
        this.registration = registration;
    }

    public record NewAccount(
            @Schema(required = true) @Nullable String username, @Schema(required = true) @Nullable String password) {
        @Override
        public String toString() {
            return "NewAccount[" + username + "]";
        }
    }

    @POST
    @Operation(summary = "Register an account of your own")
    @PermitAll
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = UsersResource.User.class)))
    @APIResponse(responseCode = "403", description = "Registration is closed on this node")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public Response register(@Nullable NewAccount account, @Context Caller caller) {
        NewAccount given = Answers.required(account);
        String username = Answers.required("username", given.username());
        String password = Answers.required("password", given.password());
        return Answers.answer(() -> Response.status(Response.Status.CREATED)
                .entity(UsersResource.User.of(registration.register(username, password, caller.address())))
                .build());
    }
}
