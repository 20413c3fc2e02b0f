package io.stacksy.tools.links;

import static java.util.Objects.requireNonNull;

import io.stacksy.tool.ToolException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Sends whoever follows a short link on its way, and counts them. */
@Component(service = RedirectResource.class)
@JakartarsResource
@Path("l")
@PermitAll
public final class RedirectResource {
    private final Redirects redirects;
    private final Clicks clicks;
    private final InstantSource clock;

    @Activate
    public RedirectResource(@Reference Redirects redirects, @Reference Clicks clicks) {
        this(redirects, clicks, InstantSource.system());
    }

    RedirectResource(Redirects redirects, Clicks clicks, InstantSource clock) {
        this.redirects = requireNonNull(redirects);
        this.clicks = requireNonNull(clicks);
        this.clock = requireNonNull(clock);
    }

    @GET
    @Path("{code}")
    @Operation(summary = "Follow a link")
    @APIResponse(responseCode = "302", description = "Found")
    @APIResponse(responseCode = "404", description = "There is no such link")
    @APIResponse(responseCode = "410", description = "The link has expired")
    public Response follow(@PathParam("code") String code) {
        Resolved resolved = resolve(code);
        clicks.add(resolved.link());
        return redirect(resolved);
    }

    /** Only asks where a link leads: that is no click. */
    @HEAD
    @Path("{code}")
    @Operation(summary = "See where a link leads")
    @APIResponse(responseCode = "302", description = "Found")
    @APIResponse(responseCode = "404", description = "There is no such link")
    @APIResponse(responseCode = "410", description = "The link has expired")
    public Response look(@PathParam("code") String code) {
        return redirect(resolve(code));
    }

    private Resolved resolve(String code) {
        Resolved resolved = Code.find(code)
                .flatMap(redirects::find)
                .orElseThrow(() -> ToolException.notFound("there is no link '" + code + "'"));
        if (resolved.isOver(clock.instant())) {
            throw ToolException.gone("the link '" + code + "' has expired");
        }
        return resolved;
    }

    /** Not to be stored, or a browser would not come by again and be counted. */
    private static Response redirect(Resolved resolved) {
        return Response.status(Response.Status.FOUND)
                .location(resolved.target().uri())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
