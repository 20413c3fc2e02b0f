package io.stacksy.auth.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.stacksy.auth.AuthException;
import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * Knows callers by their access tokens. A token's signature is checked once and remembered until it expires; whether its
 * key, session and account still stand is looked up each time, in memory.
 */
final class JwtAuthenticator implements Authenticator {
    private static final int REMEMBERED_MAX = 10_000;

    private final Function<String, AccessToken> verifier;
    private final KeyRing keys;
    private final CurrentStanding standing;
    private final InstantSource clock;
    private final Lately<AccessToken> lately = new Lately<>(Ticker.SYSTEM);
    private final Cache<Sha256, AccessToken> remembered;

    JwtAuthenticator(Realm realm) {
        this(realm.verifier()::verify, realm.keys(), realm.standing(), InstantSource.system());
    }

    JwtAuthenticator(
            Function<String, AccessToken> verifier, KeyRing keys, CurrentStanding standing, InstantSource clock) {
        this.verifier = verifier;
        this.keys = keys;
        this.standing = standing;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfter(Expiry.creating(
                        (Sha256 key, AccessToken token) -> Duration.between(clock.instant(), token.expiresAt())))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Identity authenticate(String credential) {
        if (credential.length() > AccessTokenVerifier.LENGTH_MAX) {
            throw AuthException.invalid();
        }
        AccessToken token = lately.of(credential);
        if (token == null) {
            token = remembered(credential);
            lately.note(credential, token);
        }
        if (clock.instant().isAfter(token.expiresAt())
                || keys.verifier(token.kid()).isEmpty()) {
            throw AuthException.invalid();
        }
        return standing.confirm(token);
    }

    private AccessToken remembered(String credential) {
        Sha256 digest = Sha256.of(credential);
        AccessToken token = remembered.getIfPresent(digest);
        if (token == null) {
            token = verifier.apply(credential);
            remembered.put(digest, token);
        }
        return token;
    }
}
