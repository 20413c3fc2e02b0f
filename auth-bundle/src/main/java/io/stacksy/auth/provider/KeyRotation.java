package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.ToolException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes signing keys and lets one take the place of another, by command or by age. The next one is published before it
 * signs, and the one before verifies until its last token has expired, so that no request fails by it. Thread-safe.
 */
final class KeyRotation {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final int KEY_BITS = 3_072;
    private static final int KID_BITS = 128;

    private final SigningKeys keys;
    private final KeyRing ring;
    private final MasterKey master;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Duration ageMax;
    private final Duration hold;

    /**
     * @param ageMax how long a key signs
     * @param hold how long after that its tokens can hold
     */
    KeyRotation(
            SigningKeys keys,
            KeyRing ring,
            MasterKey master,
            Secrets secrets,
            InstantSource clock,
            Duration ageMax,
            Duration hold) {
        this.keys = keys;
        this.ring = ring;
        this.master = master;
        this.secrets = secrets;
        this.clock = clock;
        this.ageMax = ageMax;
        this.hold = hold;
    }

    /** Reads the keys again and makes one where one is missing or too old, one at a time: each costs a second. */
    void update() {
        ring.refresh();
        if (!ring.hasSigner()) {
            addFirst();
        } else if (ring.in(KeyState.STANDBY).isEmpty()) {
            addStandby();
        } else {
            ring.in(KeyState.ACTIVE).stream()
                    .filter(this::isTooOld)
                    .forEach(active -> rotate(Optional.of(active.kid()), Optional.empty(), Actor.node("key age")));
        }
    }

    /**
     * Lets the next key sign.
     *
     * @param revoked a key whose tokens are to hold no more; may be the active one
     * @throws ToolException if there is no such key, or it is revoked already
     */
    void rotate(Optional<String> revoked, Actor actor) {
        SigningKeys.Rotated rotated = rotate(Optional.empty(), revoked, actor);
        if (rotated == SigningKeys.Rotated.UNKNOWN_KEY) {
            throw ToolException.invalid("revoke", "there is no such key, or it is revoked already");
        }
    }

    private SigningKeys.Rotated rotate(Optional<String> active, Optional<String> revoked, Actor actor) {
        SigningKeys.Rotated rotated = keys.rotate(new SigningKeys.Rotation(active, revoked, generate(), hold), actor);
        ring.refresh();
        if (rotated == SigningKeys.Rotated.DONE) {
            ring.in(KeyState.ACTIVE).forEach(key -> log.info("signing key {} active", key.kid()));
        }
        return rotated;
    }

    private boolean isTooOld(SigningKey active) {
        Instant since = active.activatedAt().orElse(active.createdAt());
        return since.plus(ageMax).isBefore(clock.instant());
    }

    private void addFirst() {
        SigningKey key = generate();
        if (keys.addFirst(key)) {
            log.info("signing key {} active", key.kid());
        }
        ring.refresh();
    }

    private void addStandby() {
        if (keys.addStandby(generate())) {
            ring.refresh();
        }
    }

    private SigningKey generate() {
        KeyPair pair = pair();
        String kid = secrets.token(KID_BITS);
        Sealed sealed = master.seal(pair.getPrivate().getEncoded(), kid);
        return new SigningKey(
                kid,
                KeyState.STANDBY,
                (RSAPublicKey) pair.getPublic(),
                sealed,
                clock.instant(),
                Optional.empty(),
                Optional.empty());
    }

    private KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, secrets.random());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }
}
