package io.stacksy.auth.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The header of a token that this platform may have issued. It has the three members that are written, each with a value
 * that is written, and no other: a key or a reference to one, a compression or a critical extension cannot be in it.
 */
record TokenHeader(String kid) {
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> MEMBERS = Set.of("alg", "typ", "kid");

    /** The header of {@code token}; empty if it is not such a one. */
    static Optional<TokenHeader> of(String token, ObjectMapper mapper) {
        int end = token.indexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        try {
            JsonNode header = mapper.readTree(Base64.getUrlDecoder().decode(token.substring(0, end)));
            return isOurs(header)
                    ? Optional.of(new TokenHeader(header.get("kid").textValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.empty(); // neither Base64 nor JSON, so it is not one; there is nothing more to say
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory could not be read", e);
        }
    }

    private static boolean isOurs(JsonNode header) {
        return header.isObject()
                && header.size() == MEMBERS.size()
                && text(header, "alg").equals("RS256")
                && text(header, "typ").equals(AccessTokens.TYPE)
                && KID.matcher(text(header, "kid")).matches();
    }

    private static String text(JsonNode header, String member) {
        JsonNode value = header.path(member);
        return value.isTextual() ? value.textValue() : "";
    }
}
