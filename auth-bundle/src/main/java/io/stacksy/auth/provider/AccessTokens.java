package io.stacksy.auth.provider;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.Serializer;
import io.jsonwebtoken.jackson.io.JacksonSerializer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;

/** Issues access tokens: JWTs as RFC 9068 describes them, signed with RS256. Thread-safe. */
final class AccessTokens {
    static final String TYPE = "at+jwt";
    static final String SESSION = "sid";
    static final String CLIENT = "client_id";
    static final String ROLES = "roles";
    static final String USERNAME = "preferred_username";

    /** The one client there is: the node's own sign-in. */
    private static final String OWN_CLIENT = "stacksy";

    private static final int ID_BITS = 128;

    private final Secrets secrets;
    private final InstantSource clock;
    private final Terms terms;
    private final Serializer<Map<String, ?>> json = new JacksonSerializer<>(TokenJson.mapper());

    AccessTokens(Secrets secrets, InstantSource clock, Terms terms) {
        this.secrets = secrets;
        this.clock = clock;
        this.terms = terms;
    }

    /** What tokens say about where they come from and where they hold. */
    record Terms(String issuer, String audience, Duration ttl) {}

    /** A token and how long it holds. */
    record Issued(String token, Duration ttl) {
        @Override
        public String toString() {
            return "a token for " + ttl;
        }
    }

    /** A token of {@code session}, which holds no longer than that. */
    Issued issue(Session session, KeyRing.Signer signer) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant latest = now.plus(terms.ttl());
        Instant expiresAt = session.expiresAt().isBefore(latest) ? session.expiresAt() : latest;
        Account account = session.account();
        String token = Jwts.builder()
                .json(json)
                .header()
                .type(TYPE)
                .keyId(signer.kid())
                .and()
                .issuer(terms.issuer())
                .subject(account.id().toString())
                .audience()
                .add(terms.audience())
                .and()
                .expiration(Date.from(expiresAt))
                .issuedAt(Date.from(now))
                .notBefore(Date.from(now))
                .id(secrets.token(ID_BITS))
                .claim(SESSION, session.id().toString())
                .claim(CLIENT, OWN_CLIENT)
                .claim(ROLES, account.roles().stream().sorted().toList())
                .claim(USERNAME, account.username())
                .signWith(signer.key(), Jwts.SIG.RS256)
                .compact();
        return new Issued(token, Duration.between(now, expiresAt));
    }
}
