package io.stacksy.auth.provider;

import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Identity;
import io.stacksy.tool.Caller;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where one is signed in, and signing out there. */
@Path("auth/sessions")
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(0)
public final class SessionsResource {
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 200;

    private final OwnSessions sessions;
    private final Authenticator authenticator;

    SessionsResource(OwnSessions sessions, Authenticator authenticator) {
        this.sessions = sessions;
        this.authenticator = authenticator;
    }

    /**
     * A session.
     *
     * @param userAgent the program that last used it, as that called itself
     * @param current whether it is the one of this request
     */
    public record View(
            UUID id,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt,
            @Schema(nullable = true) @Nullable String userAgent,
            @Schema(nullable = true) @Nullable String address,
            boolean current) {
        static View of(OpenSession session, Identity caller) {
            return new View(
                    session.id(),
                    session.createdAt(),
                    session.expiresAt(),
                    session.lastUsedAt(),
                    session.client().flatMap(Client::userAgent).orElse(null),
                    session.client().map(Client::address).orElse(null),
                    caller.session().equals(Optional.of(session.id().toString())));
        }
    }

    /**
     * One part of the list.
     *
     * @param nextCursor where the next part begins; null on the last
     */
    public record Page(List<View> items, @Schema(nullable = true) @Nullable String nextCursor) {}

    @GET
    @Operation(summary = "List your sessions")
    public Page list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context HttpHeaders headers) {
        int count = limit(limit);
        Optional<UUID> after = Optional.ofNullable(cursor).map(SessionsResource::cursor);
        return Answers.answer(() -> {
            Identity caller = owner(headers);
            List<OpenSession> found = sessions.list(caller, count + 1, after);
            List<View> shown = found.stream()
                    .limit(count)
                    .map(session -> View.of(session, caller))
                    .toList();
            return new Page(
                    shown, found.size() > count ? shown.get(count - 1).id().toString() : null);
        });
    }

    @GET
    @Path("{id}")
    @Operation(summary = "Show one of your sessions")
    public View find(@PathParam("id") String id, @Context HttpHeaders headers) {
        return Answers.answer(() -> {
            Identity caller = owner(headers);
            return View.of(sessions.find(caller, uuid(id)), caller);
        });
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "End one of your sessions")
    public void end(@PathParam("id") String id, @Context HttpHeaders headers, @Context Caller caller) {
        Answers.answer(() -> {
            sessions.end(owner(headers), uuid(id), Client.of(headers, caller));
            return Response.noContent();
        });
    }

    @DELETE
    @Operation(summary = "End all your sessions")
    public void endAll(@Context HttpHeaders headers, @Context Caller caller) {
        Answers.answer(() -> {
            sessions.endAll(owner(headers), Client.of(headers, caller));
            return Response.noContent();
        });
    }

    /** Whose sessions they are: somebody who is in one. An API key neither sees nor ends any. */
    private Identity owner(HttpHeaders headers) {
        return Bearer.of(headers)
                .map(authenticator::authenticate)
                .filter(identity -> identity.session().isPresent())
                .orElseThrow(() -> ToolException.of(Problem.of(
                        403, "Forbidden", "this takes an access token, from signing in; an API key is in no session")));
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

    private static UUID cursor(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ToolException.invalid("cursor", "is not one that this list gave out; begin again without it");
        }
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw OwnSessions.notFound();
        }
    }
}
