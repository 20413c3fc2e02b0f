package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Identity;
import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyAuthenticatorTest {
    private static final Actor ADA = new Actor("ada", "192.0.2.1");

    private final Fixture fixture = new Fixture();
    private final List<Map<String, Instant>> written = new ArrayList<>();
    private final LastUses uses = new LastUses(written::add);
    private final KeyAuthenticator authenticator = authenticator(Optional.empty());
    private final Account ada = fixture.account("ada", "user");
    private final IssuedKeys.Issued key = fixture.key(ada, "links:read");
    private final String text = key.text().text();

    @Test
    void aKeyStandsForItsOwnerWithItsScopes() {
        Identity identity = authenticator.authenticate(text);

        assertThat(identity.subject()).isEqualTo(ada.id().toString());
        assertThat(identity.name()).isEqualTo("ada");
        assertThat(identity.roles()).containsExactly("user");
        assertThat(identity.session()).isEmpty();
        assertThat(identity.key())
                .hasValue(new Identity.Key(key.key().id(), Set.of(new Permission("links:read")), Optional.empty()));
    }

    @Test
    void aKeyIsLookedUpOnce() {
        for (int i = 0; i < 100; i++) {
            authenticator.authenticate(text);
        }
        assertThat(fixture.apiKeys.lookups()).isEqualTo(1);
    }

    @Test
    void statement16AKeyWithOneCharacterChangedIsRefusedWithoutALookAtTheDatabase() {
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == '7' ? '8' : '7';
            assertInvalid(text.substring(0, i) + other + text.substring(i + 1));
        }
        assertInvalid("sk_");
        assertInvalid("sk_" + "x".repeat(10_000));
        assertThat(fixture.apiKeys.lookups()).isZero();
    }

    @Test
    void aKeyThatNobodyHasIsLookedUpOnce() {
        String nobodys = KeyText.make(fixture.secrets).text();
        assertInvalid(nobodys);
        assertInvalid(nobodys);
        assertThat(fixture.apiKeys.lookups()).isEqualTo(1);
    }

    @Test
    void anotherSecretUnderTheSameIdentifierIsRefused() {
        assertInvalid(key.text().renewed(fixture.secrets).text());
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndForGood() {
        authenticator.authenticate(text);
        fixture.keyBook.revoke(ada.id(), key.key().id(), ADA);
        assertInvalid(text);
        fixture.clock.move(Duration.ofDays(1));
        fixture.standing.refresh();
        assertInvalid(text);
    }

    @Test
    void aKeyThatIsRevokedElsewhereIsRefusedAfterTheNextReading() {
        authenticator.authenticate(text);
        fixture.apiKeys.revoke(ada.id(), key.key().id(), ADA);
        fixture.standing.refresh();
        assertInvalid(text);
    }

    @Test
    void bothSecretsAreGoodWhileARotationOverlaps() {
        authenticator.authenticate(text);
        IssuedKeys.Issued renewed = fixture.keyBook.rotate(ada.id(), key.key().id(), Duration.ofMinutes(2), ADA);
        String next = renewed.text().text();

        assertThat(next).isNotEqualTo(text);
        assertThat(authenticator.authenticate(next)).isEqualTo(authenticator.authenticate(text));
        fixture.clock.move(Duration.ofMinutes(2));
        fixture.standing.refresh();
        assertInvalid(text);
        assertThat(authenticator.authenticate(next).name()).isEqualTo("ada");
    }

    @Test
    void aSecondRotationEndsTheFirstSecret() {
        authenticator.authenticate(text);
        fixture.keyBook.rotate(ada.id(), key.key().id(), Duration.ofHours(1), ADA);
        authenticator.authenticate(text);
        fixture.keyBook.rotate(ada.id(), key.key().id(), Duration.ofHours(1), ADA);
        assertInvalid(text);
    }

    @Test
    void aKeyExpires() {
        IssuedKeys.Order order = new IssuedKeys.Order(
                "short",
                Set.of(new Permission("*")),
                Optional.empty(),
                Optional.of(fixture.clock.instant().plusSeconds(50)));
        String expiring = fixture.keyBook.add(ada.id(), order, ADA).text().text();
        authenticator.authenticate(expiring);
        fixture.clock.move(Duration.ofSeconds(50));
        assertInvalid(expiring);
    }

    @Test
    void theOwnersPresentStandingCounts() {
        authenticator.authenticate(text);
        owner(new Account(ada.id(), "ada", Set.of("operator"), true, ada.createdAt()));
        Identity after = authenticator.authenticate(text);
        assertThat(after.roles()).containsExactly("operator");
        assertThat(after.key()).isPresent();

        owner(new Account(ada.id(), "ada", Set.of("operator"), false, ada.createdAt()));
        assertInvalid(text);
    }

    @Test
    void aKeyOfADisabledOwnerIsGoodAgainWhenTheOwnerIs() {
        Account off = fixture.account("off", "user");
        String offs = fixture.key(off, "*").text().text();
        owner(new Account(off.id(), "off", Set.of("user"), false, off.createdAt()));
        assertInvalid(offs);
        owner(off);
        assertThat(authenticator.authenticate(offs).name()).isEqualTo("off");
    }

    @Test
    void aKeyWithoutARateHasTheOneOfTheNode() {
        IssuedKeys.Order order = new IssuedKeys.Order(
                "slow", Set.of(new Permission("*")), Optional.of(Rate.parse("6/m")), Optional.empty());
        String slow = fixture.keyBook.add(ada.id(), order, ADA).text().text();
        assertThat(rate(authenticator, slow)).hasValue(Rate.parse("6/m"));
        assertThat(rate(authenticator, text)).isEmpty();

        KeyAuthenticator limiting = authenticator(Optional.of(Rate.parse("1/s")));
        assertThat(rate(limiting, slow)).hasValue(Rate.parse("6/m"));
        assertThat(rate(limiting, text)).hasValue(Rate.parse("1/s"));
    }

    private static Optional<Rate> rate(KeyAuthenticator authenticator, String credential) {
        return authenticator.authenticate(credential).key().flatMap(Identity.Key::rate);
    }

    @Test
    void lastUsesAreWrittenTogether() {
        String other = fixture.key(ada, "*").text().text();
        for (int i = 0; i < 10; i++) {
            authenticator.authenticate(text);
            authenticator.authenticate(other);
        }
        uses.run();
        uses.run();
        assertThat(written).hasSize(1);
        assertThat(written.get(0)).hasSize(2).containsEntry(key.key().id(), fixture.clock.instant());
    }

    @Test
    void withoutTheDatabaseRememberedKeysAloneAreGoodAndNotForLong() {
        String other = fixture.key(ada, "*").text().text();
        authenticator.authenticate(text);
        fixture.apiKeys.beforeLookup(() -> {
            throw StoreException.unavailable(new IOException("away"));
        });
        assertThat(authenticator.authenticate(text).name()).isEqualTo("ada");
        assertUnavailable(other);
        fixture.clock.move(Fixture.AGE_MAX.plusSeconds(1));
        assertUnavailable(text);
    }

    private KeyAuthenticator authenticator(Optional<Rate> standard) {
        return new KeyAuthenticator(
                fixture.apiKeys::stored, fixture.standing, standard, uses, fixture.clock, fixture.clock);
    }

    private void owner(Account account) {
        fixture.stored = new Standing(Set.of(), Map.of(account.id(), account), Fixture.ROLES);
        fixture.standing.refresh();
    }

    private void assertInvalid(String credential) {
        assertRefused(credential, AuthException.Reason.INVALID);
    }

    private void assertUnavailable(String credential) {
        assertRefused(credential, AuthException.Reason.UNAVAILABLE);
    }

    private void assertRefused(String credential, AuthException.Reason reason) {
        assertThatThrownBy(() -> authenticator.authenticate(credential))
                .isInstanceOfSatisfying(
                        AuthException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
