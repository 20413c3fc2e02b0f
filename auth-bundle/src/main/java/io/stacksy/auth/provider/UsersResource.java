package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stacksy.deploy.Actor;
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
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accounts, for those who administer them. */
@Path("admin/users")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(AuthResource.BODY_MAX)
public final class UsersResource {
    private static final String READ = "users:read";
    private static final String WRITE = "users:write";
    private static final String USER_ROLE = "user";
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    private final Users users;

    UsersResource(Users users) {
        this.users = users;
    }

    public record NewUser(@Nullable String username, @Nullable String password, @Nullable Set<@Nullable String> roles) {
        @Override
        public String toString() {
            return "NewUser[" + username + "]";
        }
    }

    public record UserChange(@Nullable Boolean enabled, @Nullable Set<@Nullable String> roles) {}

    public record User(UUID id, String username, List<String> roles, boolean enabled, Instant createdAt) {
        static User of(Account account) {
            return new User(
                    account.id(),
                    account.username(),
                    account.roles().stream().sorted().toList(),
                    account.enabled(),
                    account.createdAt());
        }
    }

    /**
     * One part of the list.
     *
     * @param nextCursor where the next part begins; null on the last
     */
    public record Page(List<User> items, @Nullable String nextCursor) {}

    @POST
    @RolesAllowed(WRITE)
    public Response add(@Nullable NewUser user, @Context Caller caller) {
        NewUser given = Answers.required(user);
        String username = Answers.required("username", given.username());
        String password = Answers.required("password", given.password());
        Set<String> roles = roles(given.roles()).orElse(Set.of(USER_ROLE));
        return Answers.answer(() -> {
            Account account = users.add(username, password, roles, actor(caller));
            return Response.created(URI.create("admin/users/" + account.id()))
                    .entity(User.of(account))
                    .build();
        });
    }

    @GET
    @RolesAllowed(READ)
    public Page list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        int count = limit(limit);
        String after = cursor == null ? "" : decode(cursor);
        return Answers.answer(() -> page(users.list(count + 1, after), count));
    }

    @GET
    @Path("{id}")
    @RolesAllowed(READ)
    public User find(@PathParam("id") String id) {
        return Answers.answer(() -> User.of(users.find(uuid(id))));
    }

    @PATCH
    @Path("{id}")
    @RolesAllowed(WRITE)
    public User change(@PathParam("id") String id, @Nullable UserChange change, @Context Caller caller) {
        UserChange given = Answers.required(change);
        AccountChange wanted = new AccountChange(Optional.ofNullable(given.enabled()), roles(given.roles()));
        return Answers.answer(() -> User.of(users.change(uuid(id), wanted, actor(caller))));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(WRITE)
    public void remove(@PathParam("id") String id, @Context Caller caller) {
        Answers.answer(() -> {
            users.remove(uuid(id), actor(caller));
            return Response.noContent();
        });
    }

    private static Page page(List<Account> found, int limit) {
        List<User> shown = found.stream().limit(limit).map(User::of).toList();
        String next = found.size() > limit ? encode(shown.get(limit - 1).username()) : null;
        return new Page(shown, next);
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return LIMIT_DEFAULT;
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ToolException.invalid("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    private static String encode(String username) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(username.getBytes(UTF_8));
    }

    private static String decode(String cursor) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            return Username.of(name).orElseThrow(UsersResource::unknownCursor).value();
        } catch (IllegalArgumentException e) {
            throw unknownCursor();
        }
    }

    private static ToolException unknownCursor() {
        return ToolException.invalid("cursor", "is not one that this list gave out; begin again without it");
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

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Users.notFound();
        }
    }

    private static Actor actor(Caller caller) {
        return new Actor(caller.name().orElse("unknown"), caller.address());
    }
}
