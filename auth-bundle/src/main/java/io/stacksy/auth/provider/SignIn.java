package io.stacksy.auth.provider;

import io.stacksy.auth.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Signing in, staying signed in, signing out. Thread-safe. */
final class SignIn {
    private static final int REFRESH_BITS = 256;
    private static final Pattern REFRESH_TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Accounts accounts;
    private final Sessions sessions;
    private final Passwords passwords;
    private final KeyRing keys;
    private final AccessTokens accessTokens;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Duration sessionTtl;

    SignIn(
            Accounts accounts,
            Sessions sessions,
            Passwords passwords,
            KeyRing keys,
            AccessTokens accessTokens,
            CurrentStanding standing,
            Secrets secrets,
            InstantSource clock,
            Duration sessionTtl) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
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
     * @throws SignInException if the two do not belong together, or there is no room to find out
     */
    Tokens login(String username, String password, Client client) {
        Optional<Credentials> found = Username.of(username).flatMap(accounts::credentials);
        Optional<Account> account = found.map(Credentials::account);
        // every path takes one hash and one write, so that time does not tell who has an account
        boolean matches =
                passwords.matches(password, found.map(Credentials::passwordHash).orElse(null));
        if (!matches || !account.map(Account::enabled).orElse(false)) {
            accounts.signInFailed(account.orElse(null), client.address());
            throw SignInException.wrongCredentials();
        }
        KeyRing.Signer signer = keys.signer();
        Session session =
                new Session(secrets.id(), account.orElseThrow(), clock.instant().plus(sessionTtl));
        String refresh = secrets.token(REFRESH_BITS);
        if (!sessions.open(session, Sha256.of(refresh), client)) {
            throw SignInException.wrongCredentials();
        }
        return new Tokens(accessTokens.issue(session, signer), refresh);
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
