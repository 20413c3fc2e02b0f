package io.stacksy.auth.provider;

import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Identity;
import io.stacksy.auth.Permission;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Signing in, renewing that, signing out; and who one is. */
@Path("auth")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class AuthResource {
    static final long BODY_MAX = 16 * 1024;
    private static final Set<Permission> UNNARROWED = Set.of(new Permission(Permission.EVERYTHING));

    private final SignIn signIn;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final RoleAuthorizer authorizer;
    private final ApiKeys keys;

    AuthResource(
            SignIn signIn, Accounts accounts, Authenticator authenticator, RoleAuthorizer authorizer, ApiKeys keys) {
        this.signIn = signIn;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.keys = keys;
    }

    public record Login(
            @Schema(required = true) @Nullable String username, @Schema(required = true) @Nullable String password) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    public record RefreshToken(@Schema(nullable = true) @Nullable String refreshToken) {
        @Override
        public String toString() {
            return "RefreshToken";
        }
    }

    public record Tokens(String accessToken, String tokenType, long expiresIn, String refreshToken) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    public record Me(UUID id, String username, List<String> roles, List<String> permissions) {}

    @POST
    @Path("login")
    @Operation(summary = "Sign in")
    @PermitAll
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = Tokens.class)))
    @APIResponse(responseCode = "401", description = "The user name or the password is wrong")
    @APIResponse(
            responseCode = "429",
            description = "Too many wrong passwords came from there; `Retry-After` says when to try again")
    public Response login(@Nullable Login login, @Context HttpHeaders headers, @Context Caller caller) {
        Login given = Answers.required(login);
        String username = Answers.required("username", given.username());
        String password = Answers.password("password", given.password());
        return Answers.answer(() -> tokens(signIn.login(username, password, Client.of(headers, caller))));
    }

    @POST
    @Path("refresh")
    @Operation(summary = "Renew an access token")
    @PermitAll
    @APIResponse(
            responseCode = "200",
            description = "A new pair",
            content = @Content(schema = @Schema(implementation = Tokens.class)))
    @APIResponse(responseCode = "401", description = "The refresh token is spent, or its session is over")
    public Response refresh(@Nullable RefreshToken spent, @Context HttpHeaders headers, @Context Caller caller) {
        String token = Answers.required("refresh_token", Answers.required(spent).refreshToken());
        return Answers.answer(() -> tokens(signIn.refresh(token, Client.of(headers, caller))));
    }

    /** Ends the session of the refresh token in the body or, where there is none, that of the access token. */
    @POST
    @Path("logout")
    @Operation(summary = "Sign out")
    @PermitAll
    @APIResponse(responseCode = "204", description = "Signed out")
    public Response logout(
            @RequestBody(required = false) @Nullable RefreshToken given,
            @Context HttpHeaders headers,
            @Context Caller caller) {
        String refresh = given == null ? null : given.refreshToken();
        return Answers.answer(() -> {
            if (refresh != null) {
                signIn.logout(refresh, Client.of(headers, caller));
            } else {
                signIn.logout(bearer(headers), Client.of(headers, caller));
            }
            return Response.noContent().build();
        });
    }

    /** The account of whoever asks, and what they may do the way they came. */
    @GET
    @Path("me")
    @Operation(summary = "Show your own account")
    public Me me(@Context Caller caller) {
        return Answers.answer(() -> caller.id()
                .map(UUID::fromString)
                .flatMap(accounts::find)
                .map(account -> me(account, scopes(caller)))
                .orElseThrow(() -> Answers.unauthorized("the account is not there any more")));
    }

    private Set<Permission> scopes(Caller caller) {
        return caller.keyId()
                .flatMap(keys::stored)
                .map(stored -> stored.key().scopes())
                .orElse(UNNARROWED);
    }

    private Me me(Account account, Set<Permission> scopes) {
        return new Me(
                account.id(),
                account.username(),
                account.roles().stream().sorted().toList(),
                authorizer.permissions(account.roles(), scopes));
    }

    private Identity bearer(HttpHeaders headers) {
        return authenticator.authenticate(Bearer.of(headers)
                .orElseThrow(() -> ToolException.invalid(
                        "refresh_token", "is missing, and there is no access token in its place")));
    }

    private static Response tokens(SignIn.Tokens tokens) {
        AccessTokens.Issued access = tokens.access();
        return Response.ok(new Tokens(access.token(), "Bearer", access.ttl().toSeconds(), tokens.refresh()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
