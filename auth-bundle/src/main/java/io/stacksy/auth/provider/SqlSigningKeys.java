package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Signing keys in the platform's schema. */
final class SqlSigningKeys implements SigningKeys {
    private final Database database;

    SqlSigningKeys(Database database) {
        this.database = database;
    }

    @Override
    public List<SigningKey> all() {
        return database.query(
                """
                SELECT kid, state, public_key, private_key_encrypted, created_at, activated_at, expires_at
                FROM signing_keys
                """,
                row -> new SigningKey(
                        row.string("kid"),
                        KeyState.of(row.string("state")),
                        publicKey(row.string("kid"), row.bytes("public_key")),
                        new Sealed(row.bytes("private_key_encrypted")),
                        row.instant("created_at"),
                        row.optionalInstant("activated_at"),
                        row.optionalInstant("expires_at")));
    }

    @Override
    public boolean addFirst(SigningKey key) {
        return database.inTransaction(transaction -> {
            boolean added = insert(transaction, key, KeyState.ACTIVE);
            if (added) {
                SqlAudit.done(transaction, Actor.node("first start"), "key.rotate", key.kid());
            }
            return added;
        });
    }

    @Override
    public boolean addStandby(SigningKey key) {
        return database.inTransaction(transaction -> insert(transaction, key, KeyState.STANDBY));
    }

    @Override
    public Rotated rotate(Rotation rotation, Actor actor) {
        return database.inTransaction(transaction -> {
            // one change at a time; those who only read go on
            transaction.update("LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE");
            Optional<String> active = kid(transaction, KeyState.ACTIVE);
            if (rotation.active().isPresent() && !rotation.active().equals(active)) {
                return Rotated.DONE_ALREADY;
            }
            if (rotation.revoked().isPresent()
                    && !revoke(transaction, rotation.revoked().get(), actor)) {
                return Rotated.UNKNOWN_KEY;
            }
            transaction.update(
                    """
                    UPDATE signing_keys SET state = 'passive', retired_at = now(),
                           expires_at = now() + ? * interval '1 second'
                    WHERE state = 'active'
                    """,
                    rotation.hold().toSeconds());
            int promoted = transaction.update(
                    "UPDATE signing_keys SET state = 'active', activated_at = now() WHERE state = 'standby'");
            insert(transaction, rotation.next(), promoted == 0 ? KeyState.ACTIVE : KeyState.STANDBY);
            SqlAudit.done(
                    transaction,
                    actor,
                    "key.rotate",
                    kid(transaction, KeyState.ACTIVE).orElseThrow());
            return Rotated.DONE;
        });
    }

    @Override
    public void sweep() {
        database.update(
                """
                DELETE FROM signing_keys
                WHERE (state = 'passive' AND expires_at < now() - interval '1 day')
                   OR (state = 'revoked' AND retired_at < now() - interval '30 days')
                """);
    }

    private static boolean revoke(Database.Transaction transaction, String kid, Actor actor) {
        boolean revoked = transaction.update(
                        """
                        UPDATE signing_keys SET state = 'revoked', retired_at = coalesce(retired_at, now())
                        WHERE kid = ? AND state <> 'revoked'
                        """,
                        kid)
                == 1;
        if (revoked) {
            SqlAudit.done(transaction, actor, "key.revoke", kid);
        }
        return revoked;
    }

    private static Optional<String> kid(Database.Transaction transaction, KeyState state) {
        return transaction
                .query("SELECT kid FROM signing_keys WHERE state = ?", row -> row.string("kid"), state.label())
                .stream()
                .findFirst();
    }

    private static boolean insert(Database.Transaction transaction, SigningKey key, KeyState state) {
        return transaction.update(
                        """
                        INSERT INTO signing_keys (kid, state, public_key, private_key_encrypted, activated_at)
                        VALUES (?, ?, ?, ?, CASE WHEN ? THEN now() END)
                        ON CONFLICT DO NOTHING
                        """,
                        key.kid(),
                        state.label(),
                        key.publicKey().getEncoded(),
                        key.privateKey().bytes(),
                        state == KeyState.ACTIVE)
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
