package io.stacksy.benchmarks.tool;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Reads from memory: as JSON, open to all or to who is signed in, and as a redirect. */
@Component(service = ItemResource.class)
@JakartarsResource
@Path("items")
@Produces(MediaType.APPLICATION_JSON)
public final class ItemResource {
    private static final Map<String, Item> ITEMS = Map.of(
            "first",
            new Item(
                    "first",
                    "https://example.org/some/page?of=some&length=1",
                    "http://127.0.0.1:8080/l/first",
                    4_711,
                    Instant.parse("2026-01-02T03:04:05Z")));

    /** About as much as a link has to say. */
    public record Item(String code, String url, String shortUrl, long clicks, Instant createdAt) {}

    @GET
    @Path("open/{code}")
    @PermitAll
    public Item open(@PathParam("code") String code) {
        return item(code);
    }

    @GET
    @Path("{code}")
    public Item read(@PathParam("code") String code) {
        return item(code);
    }

    @GET
    @Path("to/{code}")
    @PermitAll
    public Response follow(@PathParam("code") String code) {
        return Response.status(Response.Status.FOUND)
                .location(URI.create(item(code).url()))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static Item item(String code) {
        Item item = ITEMS.get(code);
        if (item == null) {
            throw new NotFoundException();
        }
        return item;
    }
}
