package io.stacksy.auth.provider;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The signing keys as this node knows them: which one signs, and which ones verify. Thread-safe. */
final class KeyRing {
    /** How long it takes at most until every node has read of a new key. */
    static final Duration LEARNING = Duration.ofSeconds(10);

    private static final long FIRST_KEY_SECONDS = 20;

    private final SigningKeys keys;
    private final MasterKey master;
    private final InstantSource clock;
    private final CountDownLatch firstKey = new CountDownLatch(1);
    private volatile Ring ring = new Ring(Map.of(), Optional.empty(), Optional.empty());

    KeyRing(SigningKeys keys, MasterKey master, InstantSource clock) {
        this.keys = keys;
        this.master = master;
        this.clock = clock;
    }

    /** A key that signs, opened. */
    record Signer(String kid, PrivateKey key, Instant createdAt) {}

    /**
     * The keys of one reading.
     *
     * @param previous the one that signed before the active one, if its tokens hold
     */
    private record Ring(Map<String, SigningKey> keys, Optional<Signer> active, Optional<Signer> previous) {}

    /**
     * Reads the keys again.
     *
     * @throws IllegalStateException if the active key was sealed under another master key
     */
    synchronized void refresh() {
        List<SigningKey> all = keys.all();
        Optional<Signer> active = all.stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .findFirst()
                .map(
                        key -> opened(key)
                                .orElseThrow(
                                        () -> new IllegalStateException(
                                                "signing key " + key.kid()
                                                        + " was sealed under another master key; give this node the one of the node that made it")));
        Optional<Signer> previous = all.stream()
                .filter(key -> key.state() == KeyState.PASSIVE && key.verifiesAt(clock.instant()))
                .max(Comparator.comparing(key -> key.activatedAt().orElse(Instant.MIN)))
                .flatMap(this::opened);
        ring = new Ring(
                all.stream().collect(Collectors.toUnmodifiableMap(SigningKey::kid, Function.identity())),
                active,
                previous);
        if (active.isPresent()) {
            firstKey.countDown();
        }
    }

    boolean hasSigner() {
        return ring.active().isPresent();
    }

    /** The keys of that state. */
    List<SigningKey> in(KeyState state) {
        return ring.keys().values().stream().filter(key -> key.state() == state).toList();
    }

    List<SigningKey> all() {
        return ring.keys().values().stream()
                .sorted(Comparator.comparing(SigningKey::createdAt).thenComparing(SigningKey::kid))
                .toList();
    }

    /**
     * The key that signs; on a node's very first start, waits for it to be made. A key that was made just now, as when
     * keys are rotated twice in a row, is given the time that other nodes need to learn of it.
     */
    Signer signer() {
        try {
            if (!firstKey.await(FIRST_KEY_SECONDS, TimeUnit.SECONDS)) {
                throw SignInException.noKey();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SignInException.noKey();
        }
        Ring now = ring;
        Signer active = now.active().orElseThrow(SignInException::noKey);
        boolean known = !clock.instant().isBefore(active.createdAt().plus(LEARNING));
        return known ? active : now.previous().orElse(active);
    }

    boolean knows(String kid) {
        return ring.keys().containsKey(kid);
    }

    /** The key named {@code kid}, if this node knows it and what it signed holds now. */
    Optional<RSAPublicKey> verifier(String kid) {
        SigningKey key = ring.keys().get(kid);
        return key != null && key.verifiesAt(clock.instant()) ? Optional.of(key.publicKey()) : Optional.empty();
    }

    /** The keys whose signatures hold now. */
    List<SigningKey> verifying() {
        Instant now = clock.instant();
        return ring.keys().values().stream().filter(key -> key.verifiesAt(now)).toList();
    }

    /** The key as it signs; empty if it was sealed under another master key. */
    private Optional<Signer> opened(SigningKey key) {
        Ring before = ring;
        return before.active()
                .filter(known -> known.kid().equals(key.kid()))
                .or(() -> before.previous().filter(known -> known.kid().equals(key.kid())))
                .or(() -> master.open(key.privateKey(), key.kid()).map(encoded -> signer(key, encoded)));
    }

    private static Signer signer(SigningKey key, byte[] encoded) {
        try {
            return new Signer(
                    key.kid(),
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    key.createdAt());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + key.kid() + " is not an RSA key", e);
        }
    }
}
