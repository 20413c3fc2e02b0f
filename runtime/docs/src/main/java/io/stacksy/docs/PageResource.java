package io.stacksy.docs;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page of the API, and the files it is made of, for all. */
@Path("docs")
@PermitAll
public final class PageResource {
    /** Scripts, styles and requests of this node alone, and none that stand in the page itself. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";
    private static final String GZIP = "gzip";

    private final PageFiles files;

    PageResource(PageFiles files) {
        this.files = files;
    }

    @GET
    public Response page(
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings, @Context Request request) {
        return file("", encodings, request);
    }

    @GET
    @Path("{file: .+}")
    public Response file(
            @PathParam("file") String path,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings,
            @Context Request request) {
        PageFile file = files.find(path)
                .orElseThrow(() -> new NotFoundException("the page of the API is at /docs, and has no such file"));
        boolean packed = takesGzip(encodings);
        EntityTag tag = new EntityTag(file.tag() + (packed ? "-" + GZIP : ""));
        ResponseBuilder answer =
                Optional.ofNullable(request.evaluatePreconditions(tag)).orElseGet(() -> whole(file, packed));
        return answer.tag(tag)
                .header(HttpHeaders.CACHE_CONTROL, file.lasting() ? FOR_GOOD : ASK_AGAIN)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .build();
    }

    private static ResponseBuilder whole(PageFile file, boolean packed) {
        ResponseBuilder answer = Response.ok(packed ? file.packed() : file.bytes(), file.type());
        return packed ? answer.header(HttpHeaders.CONTENT_ENCODING, GZIP) : answer;
    }

    private static boolean takesGzip(@Nullable String encodings) {
        return encodings != null
                && Arrays.stream(encodings.split(",", -1)).map(String::strip).anyMatch(PageResource::isGzip);
    }

    private static boolean isGzip(String encoding) {
        String[] words = encoding.replace(" ", "").split(";", 2);
        return words[0].equalsIgnoreCase(GZIP) && (words.length == 1 || !words[1].matches("q=0(\\.0*)?"));
    }
}
