package io.stacksy.cli;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that signing in left, renewed where needed. A refresh token can be spent once only, so commands that run
 * at the same time renew one after the other, and the later ones take what the first one got.
 */
final class StoredAccess implements Access {
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Credentials credentials;
    private final URI url;
    private final Transport transport;
    private final Clock clock;

    StoredAccess(Credentials credentials, URI url, Transport transport, Clock clock) {
        this.credentials = credentials;
        this.url = url;
        this.transport = transport;
        this.clock = clock;
    }

    @Override
    public Optional<String> token() {
        return credentials
                .find(url)
                .flatMap(login -> login.expiresAt().isAfter(clock.instant().plus(MARGIN))
                        ? Optional.of(login.accessToken())
                        : insteadOf(login.accessToken()));
    }

    @Override
    public Optional<String> insteadOf(String refused) {
        return credentials.alone(() -> credentials
                .find(url)
                .map(login -> login.accessToken().equals(refused) ? renew(login) : login.accessToken()));
    }

    private String renew(Credentials.Login login) {
        Answer answer = new Node(url, transport, new GivenToken(""))
                .exchange("POST", "/auth/refresh", Map.of("refresh_token", login.refreshToken()));
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
            credentials.forget(url);
            throw Failure.notAllowed(
                    "the session at " + url + " has ended; sign in again with: stacksy login", answer.requestId());
        }
        Credentials.Login renewed =
                Credentials.Login.of(login.username(), answer.orFail().json(), clock.instant());
        credentials.keep(url, renewed);
        return renewed.accessToken();
    }
}
