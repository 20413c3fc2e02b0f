package io.stacksy.auth.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.jackson.io.JacksonDeserializer;
import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens as RFC 9068 and RFC 8725 ask for: nothing that a token says about itself decides how it is
 * verified, and each failure looks like any other. The database is asked only about a key that this node has not heard
 * of. Thread-safe.
 */
final class AccessTokenVerifier {
    static final int LENGTH_MAX = 8 * 1024;
    static final Duration SKEW = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(AccessTokenVerifier.class);

    private final KeyLookup keys;
    private final InstantSource clock;
    private final AccessTokens.Terms terms;
    private final ObjectMapper mapper = TokenJson.mapper();

    AccessTokenVerifier(KeyRing keys, InstantSource clock, AccessTokens.Terms terms) {
        this.keys = new KeyLookup(keys, clock);
        this.clock = clock;
        this.terms = terms;
    }

    /**
     * What {@code token} says.
     *
     * @throws AuthException {@code INVALID} if it does not hold, for whatever reason; {@code UNAVAILABLE} if its key is
     *     unknown and cannot be asked for now
     */
    AccessToken verify(String token) {
        if (token.length() > LENGTH_MAX) {
            throw AuthException.invalid();
        }
        TokenHeader header = TokenHeader.of(token, mapper).orElseThrow(AuthException::invalid);
        RSAPublicKey key = keys.key(header.kid()).orElseThrow(AuthException::invalid);
        try {
            return accessToken(parser(key).parseSignedClaims(token).getPayload(), header.kid());
        } catch (JwtException | IllegalArgumentException e) {
            // its message quotes the token
            log.debug("access token refused: {}", e.getClass().getSimpleName());
            throw AuthException.invalid();
        }
    }

    private JwtParser parser(RSAPublicKey key) {
        return Jwts.parser()
                .json(new JacksonDeserializer<>(mapper))
                .sig()
                .clear()
                .add(Jwts.SIG.RS256)
                .and()
                .zip()
                .clear()
                .and()
                .verifyWith(key)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(SKEW.toSeconds())
                .requireIssuer(terms.issuer())
                .requireAudience(terms.audience())
                .build();
    }

    private AccessToken accessToken(Claims claims, String kid) {
        Instant expiresAt = time(claims.getExpiration());
        time(claims.getNotBefore());
        if (time(claims.getIssuedAt()).isAfter(clock.instant().plus(SKEW))) {
            throw AuthException.invalid();
        }
        text(claims, Claims.ID);
        text(claims, AccessTokens.CLIENT);
        UUID account = UUID.fromString(text(claims, Claims.SUBJECT));
        UUID session = UUID.fromString(text(claims, AccessTokens.SESSION));
        Identity identity = new Identity(
                account.toString(),
                text(claims, AccessTokens.USERNAME),
                roles(claims.get(AccessTokens.ROLES)),
                Optional.of(session.toString()));
        return new AccessToken(account, session, identity, kid, expiresAt.plus(SKEW));
    }

    private static Instant time(@Nullable Date date) {
        if (date == null) {
            throw AuthException.invalid();
        }
        return date.toInstant();
    }

    private static String text(Claims claims, String name) {
        if (claims.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw AuthException.invalid();
    }

    private static Set<String> roles(@Nullable Object claim) {
        if (!(claim instanceof Collection<?> names)) {
            throw AuthException.invalid();
        }
        Set<String> roles = new LinkedHashSet<>();
        for (Object name : names) {
            if (!(name instanceof String role)) {
                throw AuthException.invalid();
            }
            roles.add(role);
        }
        return roles;
    }
}
