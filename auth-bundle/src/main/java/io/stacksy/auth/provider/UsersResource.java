package io.stacksy.auth.provider;

import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.ToolException;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Accounts, for those who administer them. */
@Path("admin/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class UsersResource {
    static final String READ = "users:read";
    static final String WRITE = "users:write";
    private static final String USER_ROLE = "user";

    private final Users users;

    UsersResource(Users users) {
        this.users = users;
    }

    /** @param kind {@code person} or {@code service}, which has no password; a person where it is missing */
    public record NewUser(
            @Schema(required = true) @Nullable String username,
            @Schema(nullable = true) @Nullable String password,
            @Schema(nullable = true) @Nullable Set<@Nullable String> roles,
            @Schema(nullable = true) @Nullable String kind) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    public record UserChange(
            @Schema(nullable = true) @Nullable Boolean enabled,
            @Schema(nullable = true) @Nullable Set<@Nullable String> roles,
            @Schema(nullable = true) @Nullable String password) {
        @Override
        public String toString() {
            return "UserChange[" + enabled + ", " + roles + "]";
        }
    }

    public record User(UUID id, String username, List<String> roles, boolean enabled, Instant createdAt, String kind) {
        static User of(Account account) {
            return new User(
                    account.id(),
                    account.username(),
                    account.roles().stream().sorted().toList(),
                    account.enabled(),
                    account.createdAt(),
                    account.kind().label());
        }
    }

    @POST
    @Operation(summary = "Create an account")
    @RolesAllowed(WRITE)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = User.class)))
    public Response add(@Nullable NewUser user, @Context Caller caller) {
        NewUser given = Answers.required(user);
        String username = Answers.required("username", given.username());
        boolean service = kind(given.kind()) == AccountKind.SERVICE;
        if (service && given.password() != null) {
            throw ToolException.invalid("password", "is not for a service account; give it API keys");
        }
        String password = service ? "" : Answers.required("password", given.password());
        Set<String> roles = roles(given.roles()).orElse(Set.of(USER_ROLE));
        Grantor grantor = Grantor.of(caller);
        return Answers.answer(() -> {
            Account account = service
                    ? users.addService(username, roles, grantor)
                    : users.add(username, password, roles, grantor);
            return Response.created(URI.create("admin/users/" + account.id()))
                    .entity(User.of(account))
                    .build();
        });
    }

    @GET
    @Operation(summary = "List accounts")
    @RolesAllowed(READ)
    public Listing<User> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("username") @Nullable String username) {
        int count = Listing.limit(limit);
        String after = Listing.after(cursor);
        return Answers.answer(() -> {
            List<Account> found = username == null
                    ? users.list(count + 1, after)
                    : users.find(username).stream().toList();
            return Listing.of(found, count, Account::username, User::of);
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show an account")
    @RolesAllowed(READ)
    public User find(@PathParam("id") String id) {
        return Answers.answer(() -> User.of(users.find(Users.uuid(id))));
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Change an account")
    @RolesAllowed(WRITE)
    public User change(@PathParam("id") String id, @Nullable UserChange change, @Context Caller caller) {
        UserChange given = Answers.required(change);
        return Answers.answer(() -> User.of(users.change(
                Users.uuid(id),
                Optional.ofNullable(given.enabled()),
                roles(given.roles()),
                Optional.ofNullable(given.password()),
                Grantor.of(caller))));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Delete an account")
    @RolesAllowed(WRITE)
    public void remove(@PathParam("id") String id, @Context Caller caller) {
        Answers.answer(() -> {
            users.remove(Users.uuid(id), Grantor.of(caller));
            return Response.noContent();
        });
    }

    private static AccountKind kind(@Nullable String label) {
        return label == null
                ? AccountKind.PERSON
                : AccountKind.of(label)
                        .orElseThrow(() -> ToolException.invalid("kind", "must be one of person, service"));
    }

    private static Optional<Set<String>> roles(@Nullable Set<@Nullable String> given) {
        if (given == null) {
            return Optional.empty();
        }
        Set<String> roles = new HashSet<>();
        for (String role : given) {
            roles.add(Answers.required("roles", role));
        }
        return Optional.of(roles);
    }
}
