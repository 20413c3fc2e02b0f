package io.stacksy.description;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Optional;

/** The OpenAPI document of the node, for all. Who has it already is told so. */
@Path("openapi.json")
public final class DocumentResource {
    private final NodeDocument document;

    DocumentResource(NodeDocument document) {
        this.document = document;
    }

    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    public Response document(@Context Request request) {
        NodeDocument.Edition edition = document.current();
        EntityTag tag = new EntityTag(edition.tag());
        ResponseBuilder answer =
                Optional.ofNullable(request.evaluatePreconditions(tag)).orElseGet(() -> Response.ok(edition.json()));
        return answer.tag(tag).header(HttpHeaders.CACHE_CONTROL, "no-cache").build();
    }
}
