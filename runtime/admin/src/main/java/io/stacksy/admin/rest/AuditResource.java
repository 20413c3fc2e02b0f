package io.stacksy.admin.rest;

import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.tool.Caller;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Who did what, when, from where, with what result. */
@Path("admin/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final AuditTrail trail;

    AuditResource(AuditTrail trail) {
        this.trail = trail;
    }

    @GET
    @Operation(summary = "List what was done")
    @RolesAllowed("audit:read")
    @APIResponse(responseCode = "200", ref = "audit")
    @Parameter(name = "limit", in = ParameterIn.QUERY, ref = "limit")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, ref = "cursor")
    @Parameter(name = "tool", in = ParameterIn.QUERY, ref = "tool")
    @Parameter(name = "actor", in = ParameterIn.QUERY, ref = "actor")
    @Parameter(name = "action", in = ParameterIn.QUERY, ref = "action")
    public Response list(@Context Caller caller, @Context UriInfo uri) {
        Query query = Query.of(uri).only("limit", "cursor", "tool", "actor", "action");
        AuditTrail.Filter filter = new AuditTrail.Filter(query.text("tool"), query.text("actor"), query.text("action"));
        int limit = query.limit();
        Exchange exchange = new Exchange(caller, uri);
        List<AuditLine> found = exchange.stored(() -> trail.lines(filter, limit + 1, query.numberCursor()));
        return Response.ok(Page.of(found, limit, line -> Long.toString(line.id()), AuditView::of))
                .build();
    }
}
