package io.stacksy.auth.provider;

import io.stacksy.auth.Identity;
import io.stacksy.deploy.Actor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Signing in, staying signed in, signing out. Thread-safe. */
final class SignIn {
    private static final int REFRESH_BITS = 256;
    private static final Pattern REFRESH_TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final PasswordCheck check;
    private final Sessions sessions;
    private final KeyRing keys;
    private final AccessTokens accessTokens;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Duration sessionTtl;

    SignIn(
            PasswordCheck check,
            Sessions sessions,
            KeyRing keys,
            AccessTokens accessTokens,
            CurrentStanding standing,
            Secrets secrets,
            InstantSource clock,
            Duration sessionTtl) {
        this.check = check;
        this.sessions = sessions;
        this.keys = keys;
        this.accessTokens = accessTokens;
        this.standing = standing;
        this.secrets = secrets;
        this.clock = clock;
        this.sessionTtl = sessionTtl;
    }

    /** What a session is used with until it is renewed. */
    record Tokens(AccessTokens.Issued access, String refresh) {
        @Override
        public String toString() {
            return access.toString();
        }
    }

    /**
     * Begins a session.
     *
     * @throws SignInException if the two do not belong together, it is too early for another try, or there is no room to
     *     find out
     */
    Tokens login(String username, String password, Client client) {
        // if the account changes between the two steps, the answer is that of a second look
        return open(verify(username, password, client), client)
                .or(() -> open(verify(username, password, client), client))
                .orElseThrow(SignInException::wrongCredentials);
    }

    private Credentials verify(String username, String password, Client client) {
        Actor nobody = new Actor("anonymous", client.address());
        return check.verify(username, password, nobody, PasswordCheck.LOGIN);
    }

    private Optional<Tokens> open(Credentials verified, Client client) {
        KeyRing.Signer signer = keys.signer();
        Session session =
                new Session(secrets.id(), verified.account(), clock.instant().plus(sessionTtl));
        String refresh = secrets.token(REFRESH_BITS);
        return sessions.open(session, verified.passwordHash(), Sha256.of(refresh), client)
                ? Optional.of(new Tokens(accessTokens.issue(session, signer), refresh))
                : Optional.empty();
    }

    /**
     * Renews the tokens of a session; the old refresh token is spent by that.
     *
     * @throws SignInException if the session has ended, or ends now because the token was spent before
     */
    Tokens refresh(String spent, Client client) {
        if (!REFRESH_TOKEN.matcher(spent).matches()) {
            throw SignInException.sessionOver();
        }
        KeyRing.Signer signer = keys.signer(); // before anything is spent
        String next = secrets.token(REFRESH_BITS);
        Sessions.Rotation rotation = sessions.rotate(Sha256.of(spent), Sha256.of(next), client);
        if (rotation instanceof Sessions.Rotation.Rotated rotated) {
            return new Tokens(accessTokens.issue(rotated.session(), signer), next);
        }
        if (rotation instanceof Sessions.Rotation.Reused reused) {
            standing.revoked(reused.session());
        }
        throw SignInException.sessionOver();
    }

    /** Ends the session that a refresh token belongs to; nothing happens if there is none. */
    void logout(String refresh, Client client) {
        if (REFRESH_TOKEN.matcher(refresh).matches()) {
            sessions.close(Sha256.of(refresh), client).ifPresent(standing::revoked);
        }
    }

    /** Ends the session of a caller; nothing happens for one without. */
    void logout(Identity identity, Client client) {
        identity.session().map(UUID::fromString).ifPresent(session -> {
            sessions.close(session, client);
            standing.revoked(session);
        });
    }
}
