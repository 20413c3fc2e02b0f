package io.stacksy.auth.provider;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** The public keys that access tokens can be verified with, as RFC 7517 has them. */
@Path(".well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
public final class KeysResource {
    private static final String CACHE = "public, max-age=300";

    private final KeyRing keys;

    KeysResource(KeyRing keys) {
        this.keys = keys;
    }

    public record KeySet(List<Key> keys) {
        public KeySet {
            keys = List.copyOf(keys);
        }
    }

    public record Key(String kty, String use, String alg, String kid, String n, String e) {}

    @GET
    @Operation(summary = "Show the keys that verify access tokens")
    @PermitAll
    @APIResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = KeySet.class)))
    public Response keys() {
        List<Key> shown = keys.verifying().stream()
                .sorted(Comparator.comparing(SigningKey::kid))
                .map(KeysResource::key)
                .toList();
        return Response.ok(new KeySet(shown))
                .header(HttpHeaders.CACHE_CONTROL, shown.isEmpty() ? "no-store" : CACHE)
                .build();
    }

    private static Key key(SigningKey key) {
        return new Key(
                "RSA",
                "sig",
                "RS256",
                key.kid(),
                base64(key.publicKey().getModulus()),
                base64(key.publicKey().getPublicExponent()));
    }

    /** Without the sign that Java puts in front. */
    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }
}
