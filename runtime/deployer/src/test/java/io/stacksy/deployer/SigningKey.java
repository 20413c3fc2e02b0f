package io.stacksy.deployer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** A key pair of a test, under a name. */
record SigningKey(String id, KeyPair pair) {
    static SigningKey named(String id) {
        try {
            return new SigningKey(id, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The line of it in a key ring. */
    String line(String... times) {
        return id + " " + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()) + " "
                + String.join(" ", times);
    }

    /** What comes with the jar. */
    String sign(Path jar) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(Files.readAllBytes(jar));
            return id + ":" + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
