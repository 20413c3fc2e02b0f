package io.stacksy.deployer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/** Ed25519 over the bytes of a file. */
final class DetachedSignature {
    private DetachedSignature() {}

    /**
     * Whether {@code signature} is one of the bytes in {@code file}. One file at a time: the Java platform keeps the
     * whole message in memory, some three times.
     */
    static synchronized boolean fits(Path file, PublicKey key, String signature) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            return false; // what is no base64 is no signature of anything
        }
        try (InputStream in = Files.newInputStream(file)) {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                verifier.update(buffer, 0, n);
            }
            return verifier.verify(bytes);
        } catch (SignatureException e) {
            return false; // of the wrong length, or no point on the curve
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has Ed25519", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
