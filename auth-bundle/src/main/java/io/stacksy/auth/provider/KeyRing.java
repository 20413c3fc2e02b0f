package io.stacksy.auth.provider;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing keys as this node knows them: which one signs, and which ones verify. Thread-safe. */
final class KeyRing {
    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final int KEY_BITS = 3_072;
    private static final int KID_BITS = 128;
    private static final long FIRST_KEY_SECONDS = 20;

    private final SigningKeys keys;
    private final MasterKey master;
    private final Secrets secrets;
    private final InstantSource clock;
    private final CountDownLatch firstKey = new CountDownLatch(1);
    private volatile Ring ring = new Ring(Map.of(), Optional.empty());

    KeyRing(SigningKeys keys, MasterKey master, Secrets secrets, InstantSource clock) {
        this.keys = keys;
        this.master = master;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The key that signs, opened. */
    record Signer(String kid, PrivateKey key) {}

    private record Ring(Map<String, SigningKey> keys, Optional<Signer> signer) {}

    /**
     * Reads the keys again.
     *
     * @throws IllegalStateException if the active key was sealed under another master key
     */
    synchronized void refresh() {
        List<SigningKey> all = keys.all();
        Ring before = ring;
        Optional<Signer> signer = all.stream()
                .filter(key -> key.state() == KeyState.ACTIVE)
                .findFirst()
                .map(active -> before.signer()
                        .filter(known -> known.kid().equals(active.kid()))
                        .orElseGet(() -> open(active)));
        ring = new Ring(
                all.stream().collect(Collectors.toUnmodifiableMap(SigningKey::kid, Function.identity())), signer);
        if (signer.isPresent()) {
            firstKey.countDown();
        }
    }

    boolean hasSigner() {
        return ring.signer().isPresent();
    }

    /** Reads the keys again and, where none is active, makes one. */
    void update() {
        refresh();
        if (!hasSigner()) {
            createFirst();
        }
    }

    /** Makes the first key, unless another node is faster. Takes about a second of computing. */
    private void createFirst() {
        KeyPair pair = generate();
        String kid = secrets.token(KID_BITS);
        Sealed sealed = master.seal(pair.getPrivate().getEncoded(), kid);
        SigningKey key =
                new SigningKey(kid, KeyState.ACTIVE, (RSAPublicKey) pair.getPublic(), sealed, Optional.empty());
        if (keys.addFirst(key)) {
            log.info("signing key {} active", kid);
        }
        refresh();
    }

    /** The key that signs; on a node's very first start, waits for it to be made. */
    Signer signer() {
        try {
            if (!firstKey.await(FIRST_KEY_SECONDS, TimeUnit.SECONDS)) {
                throw SignInException.noKey();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SignInException.noKey();
        }
        return ring.signer().orElseThrow(SignInException::noKey);
    }

    /** The key named {@code kid}, if what it signed holds now. */
    Optional<RSAPublicKey> verifier(String kid) {
        SigningKey key = ring.keys().get(kid);
        return key != null && key.verifiesAt(clock.instant()) ? Optional.of(key.publicKey()) : Optional.empty();
    }

    /** The keys whose signatures hold now. */
    List<SigningKey> verifying() {
        Instant now = clock.instant();
        return ring.keys().values().stream().filter(key -> key.verifiesAt(now)).toList();
    }

    private Signer open(SigningKey active) {
        byte[] encoded = master.open(active.privateKey(), active.kid())
                .orElseThrow(() -> new IllegalStateException("signing key " + active.kid()
                        + " was sealed under another key file; put the one of the node that made it in place of this"
                        + " node's"));
        try {
            return new Signer(
                    active.kid(), KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + active.kid() + " is not an RSA key", e);
        }
    }

    private KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS, secrets.random());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }
}
