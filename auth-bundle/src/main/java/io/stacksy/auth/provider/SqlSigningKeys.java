package io.stacksy.auth.provider;

import io.stacksy.store.Database;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/** Signing keys in the platform's schema. */
final class SqlSigningKeys implements SigningKeys {
    private final Database database;

    SqlSigningKeys(Database database) {
        this.database = database;
    }

    @Override
    public List<SigningKey> all() {
        return database.query(
                "SELECT kid, state, public_key, private_key_encrypted, expires_at FROM signing_keys",
                row -> new SigningKey(
                        row.string("kid"),
                        KeyState.of(row.string("state")),
                        publicKey(row.string("kid"), row.bytes("public_key")),
                        new Sealed(row.bytes("private_key_encrypted")),
                        row.optionalInstant("expires_at")));
    }

    @Override
    public boolean addFirst(SigningKey key) {
        return database.update(
                        """
                        INSERT INTO signing_keys (kid, state, public_key, private_key_encrypted, activated_at)
                        VALUES (?, ?, ?, ?, now())
                        ON CONFLICT DO NOTHING
                        """,
                        key.kid(),
                        key.state().label(),
                        key.publicKey().getEncoded(),
                        key.privateKey().bytes())
                == 1;
    }

    private static RSAPublicKey publicKey(String kid, byte[] encoded) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + kid + " is not an RSA key", e);
        }
    }
}
