package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
    private final Fixture fixture = new Fixture();
    private final AtomicInteger verifications = new AtomicInteger();
    private final JwtAuthenticator authenticator = new JwtAuthenticator(
            token -> {
                verifications.incrementAndGet();
                return fixture.verifier.verify(token);
            },
            fixture.keys,
            fixture.standing,
            fixture.clock);
    private final Account ada = fixture.account("ada", "user");
    private final String token = fixture.login("ada").access().token();

    @Test
    void aTokenIsVerifiedOnce() {
        Identity first = authenticator.authenticate(token);
        Identity second = authenticator.authenticate(token);

        assertThat(first).isEqualTo(second);
        assertThat(first.subject()).isEqualTo(ada.id().toString());
        assertThat(first.name()).isEqualTo("ada");
        assertThat(first.roles()).containsExactly("user");
        assertThat(verifications).hasValue(1);
    }

    @Test
    void aBadTokenIsNotRemembered() {
        assertRefused(token + "x", AuthException.Reason.INVALID);
        assertRefused(token + "x", AuthException.Reason.INVALID);
        assertThat(verifications).hasValue(2);
    }

    @Test
    void aRememberedTokenExpires() {
        authenticator.authenticate(token);
        fixture.clock.move(Duration.ofSeconds(629));
        fixture.standing.refresh();
        assertThat(authenticator.authenticate(token).name()).isEqualTo("ada");

        fixture.clock.move(Duration.ofSeconds(2));
        assertRefused(token, AuthException.Reason.INVALID);
    }

    @Test
    void aSessionEndedOnThisNodeIsOverAtOnce() {
        Identity identity = authenticator.authenticate(token);
        fixture.signIn.logout(identity, Fixture.CLIENT);

        assertRefused(token, AuthException.Reason.INVALID);
    }

    @Test
    void aSessionEndedElsewhereIsOverWithTheNextReading() {
        UUID session =
                UUID.fromString(authenticator.authenticate(token).session().orElseThrow());
        fixture.stored = new Standing(Set.of(session), Map.of(), Fixture.ROLES);
        fixture.standing.refresh();

        assertRefused(token, AuthException.Reason.INVALID);
    }

    @Test
    void aDisabledAccountIsRefused() {
        authenticator.authenticate(token);
        changed(new AccountChange(Optional.of(false), Optional.empty()));

        assertRefused(token, AuthException.Reason.INVALID);
    }

    @Test
    void rolesAreThoseOfNowAndNotThoseOfTheToken() {
        authenticator.authenticate(token);
        changed(new AccountChange(Optional.empty(), Optional.of(Set.of("operator"))));

        assertThat(authenticator.authenticate(token).roles()).containsExactly("operator");
    }

    @Test
    void aRevokedKeyReachesRememberedTokens() {
        authenticator.authenticate(token);
        fixture.storedKeys.put(fixture.key(Fixture.KID, KeyState.REVOKED, Fixture.PAIR));
        fixture.keys.refresh();

        assertRefused(token, AuthException.Reason.INVALID);
    }

    @Test
    void nobodyIsLetInOnOldNews() {
        authenticator.authenticate(token);
        fixture.clock.move(Fixture.AGE_MAX);
        assertThat(authenticator.authenticate(token).name()).isEqualTo("ada");

        fixture.clock.move(Duration.ofMillis(1));
        assertRefused(token, AuthException.Reason.UNAVAILABLE);

        fixture.standing.refresh();
        assertThat(authenticator.authenticate(token).name()).isEqualTo("ada");
    }

    private void changed(AccountChange change) {
        fixture.stored = new Standing(Set.of(), Map.of(ada.id(), change.applyTo(ada)), Fixture.ROLES);
        fixture.standing.refresh();
    }

    private void assertRefused(String credential, AuthException.Reason reason) {
        assertThatThrownBy(() -> authenticator.authenticate(credential))
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
