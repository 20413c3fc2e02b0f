package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private final Secrets secrets = new Secrets(new SecureRandom());
    private final MemorySigningKeys stored = new MemorySigningKeys();
    private final MovableClock clock = new MovableClock();
    private final byte[] masterKey = secrets.bytes(32);

    @Test
    void theFirstNodeMakesAKeyAndTheOthersUseIt() {
        KeyRing first = ring(masterKey);
        first.refresh();
        assertThat(first.hasSigner()).isFalse();
        rotation(first).update();
        KeyRing second = ring(masterKey);
        rotation(second).update();

        KeyRing.Signer signer = first.signer();
        assertThat(signer.kid()).matches("[A-Za-z0-9_-]{22}");
        assertThat(((RSAPrivateKey) signer.key()).getModulus().bitLength()).isEqualTo(3_072);
        assertThat(second.signer().kid()).isEqualTo(signer.kid());
        assertThat(second.signer().key()).isEqualTo(signer.key());
        assertThat(stored.all()).extracting(SigningKey::state).containsExactly(KeyState.ACTIVE, KeyState.STANDBY);
    }

    @Test
    void aKeySealedUnderAnotherKeyFileIsNamed() {
        Fixture fixture = new Fixture();
        stored.put(fixture.key("key-1", KeyState.ACTIVE, Fixture.PAIR));

        assertThatThrownBy(() -> ring(masterKey).refresh())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("signing key key-1 was sealed under another master key");
    }

    @Test
    void theActiveKeySignsAndAllButTheRevokedOnesAreShown() {
        Fixture fixture = new Fixture();
        fixture.storedKeys.put(fixture.key("key-0", KeyState.REVOKED, Fixture.OTHER_PAIR));
        fixture.storedKeys.put(fixture.key(Fixture.KID, KeyState.PASSIVE, Fixture.PAIR));
        fixture.storedKeys.put(fixture.key("key-2", KeyState.ACTIVE, Fixture.OTHER_PAIR));
        fixture.storedKeys.put(fixture.key("key-3", KeyState.STANDBY, Fixture.OTHER_PAIR));
        fixture.keys.refresh();

        assertThat(fixture.keys.signer().kid()).isEqualTo("key-2");
        assertThat(fixture.keys.verifying())
                .extracting(SigningKey::kid)
                .containsExactlyInAnyOrder(Fixture.KID, "key-2", "key-3");
        assertThat(fixture.keys.verifier("key-0")).isEmpty();
    }

    @Test
    void aKeyThatOthersMayNotKnowYetDoesNotSignWhileAnotherCan() {
        Fixture fixture = new Fixture();
        fixture.storedKeys.put(fixture.key(Fixture.KID, KeyState.PASSIVE, Fixture.PAIR));
        fixture.clock.move(KeyRing.LEARNING);
        fixture.storedKeys.put(fixture.key("key-2", KeyState.ACTIVE, Fixture.OTHER_PAIR));
        fixture.clock.move(KeyRing.LEARNING.multipliedBy(-1));
        fixture.keys.refresh();
        assertThat(fixture.keys.signer().kid()).isEqualTo(Fixture.KID);

        fixture.clock.move(KeyRing.LEARNING);
        assertThat(fixture.keys.signer().kid()).isEqualTo("key-2");

        fixture.clock.move(KeyRing.LEARNING.multipliedBy(-1));
        fixture.storedKeys.put(fixture.key(Fixture.KID, KeyState.REVOKED, Fixture.PAIR));
        fixture.keys.refresh();
        assertThat(fixture.keys.signer().kid()).isEqualTo("key-2");
    }

    private KeyRing ring(byte[] key) {
        return new KeyRing(stored, new MasterKey(key, secrets), clock);
    }

    private KeyRotation rotation(KeyRing ring) {
        return new KeyRotation(
                stored,
                ring,
                new MasterKey(masterKey, secrets),
                secrets,
                clock,
                Fixture.KEY_TTL,
                Duration.ofMinutes(16));
    }
}
