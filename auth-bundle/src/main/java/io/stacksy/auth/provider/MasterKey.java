package io.stacksy.auth.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The node's own key, under which the private signing keys stand in the database: AES-256-GCM. Thread-safe. */
final class MasterKey {
    private static final int LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final Secrets secrets;

    MasterKey(byte[] key, Secrets secrets) {
        this.key = new SecretKeySpec(key, "AES");
        this.secrets = secrets;
    }

    /**
     * The key that {@code text} is in Base64.
     *
     * @throws IllegalArgumentException if it is none
     */
    static MasterKey of(String text, Secrets secrets) {
        byte[] key = Base64.getDecoder().decode(text.strip());
        if (key.length != LENGTH) {
            throw new IllegalArgumentException(
                    "the master key has " + key.length + " bytes in place of " + LENGTH + ", in Base64");
        }
        return new MasterKey(key, secrets);
    }

    /** The key in {@code file}, which is made where it is missing. */
    static MasterKey in(SecretFile file, Secrets secrets) {
        Optional<byte[]> present = file.read();
        if (present.isEmpty()) {
            file.create(secrets.bytes(LENGTH));
            present = file.read(); // if another was faster, it is that one's
        }
        byte[] key = present.orElseThrow(() -> new IllegalStateException(file.path() + " vanished; start again"));
        if (key.length != LENGTH) {
            throw new IllegalStateException(file.path() + " is not a key file: it has " + key.length
                    + " bytes in place of " + LENGTH + "; put the right one there");
        }
        return new MasterKey(key, secrets);
    }

    /**
     * Seals {@code plain}.
     *
     * @param purpose must be the same when it is opened
     */
    Sealed seal(byte[] plain, String purpose) {
        byte[] nonce = secrets.bytes(NONCE_LENGTH);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
            return new Sealed(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /** What was sealed; empty if it was not sealed under this key and for this purpose. */
    Optional<byte[]> open(Sealed sealed, String purpose) {
        byte[] both = sealed.bytes();
        if (both.length < NONCE_LENGTH + TAG_BITS / 8) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(both, NONCE_LENGTH);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(both, NONCE_LENGTH, both.length - NONCE_LENGTH));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-GCM", e);
        }
    }

    /**
     * A digest of {@code text} that says nothing to whoever has not this key (HMAC-SHA-256).
     *
     * @param purpose digests of one text for two purposes have nothing in common
     */
    Sha256 digest(String text, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            mac.update(purpose.getBytes(UTF_8));
            mac.update((byte) 0);
            return Sha256.read(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(UTF_8));
        return cipher;
    }
}
