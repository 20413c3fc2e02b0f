package io.stacksy.tools.links;

import static java.util.Objects.requireNonNull;

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
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The links of whoever calls. Those of others are as if they were not there. */
@Component(service = LinksResource.class)
@JakartarsResource
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@MaxBody(LinksResource.BODY_MAX)
public final class LinksResource {
    static final long BODY_MAX = 16 * 1024;

    private static final String READ = "links:read";
    private static final String WRITE = "links:write";
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_DEFAULT = 20;
    private static final int TRIES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Links links;
    private final Clicks clicks;
    private final Redirects redirects;
    private final InstantSource clock;
    private final RandomGenerator random;

    @Activate
    public LinksResource(@Reference Links links, @Reference Clicks clicks, @Reference Redirects redirects) {
        this(links, clicks, redirects, InstantSource.system(), RANDOM);
    }

    LinksResource(Links links, Clicks clicks, Redirects redirects, InstantSource clock, RandomGenerator random) {
        this.links = requireNonNull(links);
        this.clicks = requireNonNull(clicks);
        this.redirects = requireNonNull(redirects);
        this.clock = requireNonNull(clock);
        this.random = requireNonNull(random);
    }

    @POST
    @Operation(summary = "Create a link")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(WRITE)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = LinkView.class)))
    @APIResponse(responseCode = "409", description = "The code is taken")
    public Response create(NewLink given, @Context Caller caller, @Context UriInfo uri) {
        String url = given.url();
        if (url == null) {
            throw ToolException.invalid("url", "is missing");
        }
        Instant now = clock.instant();
        Link.Content content = new Link.Content(
                Target.parse(url, Self.at(uri.getBaseUri())),
                Optional.ofNullable(given.expiresAt()).map(text -> Expiry.parse(text, now)),
                Details.of(given));
        Link link = add(Optional.ofNullable(given.code()).map(Code::chosen), owner(caller), content);
        redirects.forget(link.code());
        URI location = uri.getBaseUriBuilder().path(link.code().value()).build();
        return Response.created(location).entity(view(link, uri)).build();
    }

    @GET
    @Operation(summary = "List links")
    @RolesAllowed(READ)
    public Page list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context Caller caller,
            @Context UriInfo uri) {
        int count = limit == null ? LIMIT_DEFAULT : limit(limit);
        Optional<Cursor> after = Optional.ofNullable(cursor).map(Cursor::parse);
        List<Link> found = clicks.whileNoneIsStored(() -> links.list(owner(caller), count + 1, after).stream()
                .map(this::current)
                .toList());
        List<Link> shown = found.subList(0, Math.min(count, found.size()));
        String next = found.size() > count ? Cursor.after(shown.get(count - 1)).toString() : null;
        return new Page(shown.stream().map(link -> view(link, uri)).toList(), next);
    }

    @GET
    @Path("{code}")
    @Operation(summary = "Show a link")
    @RolesAllowed(READ)
    public LinkView find(@PathParam("code") String code, @Context Caller caller, @Context UriInfo uri) {
        return view(own(code, caller), uri);
    }

    @GET
    @Path("{code}/stats")
    @Operation(summary = "Show how often a link was followed")
    @RolesAllowed(READ)
    public Stats stats(@PathParam("code") String code, @Context Caller caller) {
        return Stats.of(own(code, caller));
    }

    @PATCH
    @Path("{code}")
    @Operation(summary = "Change a link")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(WRITE)
    public LinkView change(
            @PathParam("code") String code, LinkChange change, @Context Caller caller, @Context UriInfo uri) {
        Self self = Self.at(uri.getBaseUri());
        Link changed = clicks.whileNoneIsStored(
                () -> links.change(code(code), owner(caller), content -> change.applyTo(content, self, clock.instant()))
                        .map(this::current)
                        .orElseThrow(() -> none(code)));
        redirects.forget(changed.code());
        return view(changed, uri);
    }

    @DELETE
    @Path("{code}")
    @Operation(summary = "Delete a link")
    @RolesAllowed(WRITE)
    public void remove(@PathParam("code") String text, @Context Caller caller) {
        Code code = code(text);
        if (!links.remove(code, owner(caller))) {
            throw none(text);
        }
        redirects.forget(code);
    }

    private Link add(Optional<Code> chosen, String owner, Link.Content content) {
        if (chosen.isPresent()) {
            return links.add(chosen.get(), owner, content)
                    .orElseThrow(
                            () -> ToolException.conflict("the code '" + chosen.get() + "' is taken; choose another"));
        }
        for (int i = 0; i < TRIES; i++) {
            Optional<Link> added = links.add(Code.random(random), owner, content);
            if (added.isPresent()) {
                return added.get();
            }
        }
        throw new IllegalStateException(TRIES + " codes in a row were taken");
    }

    private Link own(String code, Caller caller) {
        return clicks.whileNoneIsStored(
                () -> links.find(code(code), owner(caller)).map(this::current).orElseThrow(() -> none(code)));
    }

    private Link current(Link link) {
        return link.with(clicks.pending(link.id()));
    }

    private static LinkView view(Link link, UriInfo uri) {
        URI base = uri.getBaseUri();
        return LinkView.of(link, base.getScheme() + "://" + base.getRawAuthority() + "/l/" + link.code());
    }

    private static String owner(Caller caller) {
        return caller.id().orElseThrow(() -> new IllegalStateException("a caller with a permission and no account"));
    }

    private static Code code(String text) {
        return Code.find(text).orElseThrow(() -> none(text));
    }

    private static int limit(String text) {
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ToolException.invalid("limit", "must be a number from 1 to " + LIMIT_MAX);
        }
        return limit;
    }

    private static ToolException none(String code) {
        return ToolException.notFound("you have no link '" + code + "'");
    }
}
