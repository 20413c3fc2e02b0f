package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Obstacle;
import io.stacksy.deploy.Plan.Signature;
import io.stacksy.deploy.Plan.Signature.State;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import io.stacksy.deploy.Submission;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose tool bundles this node takes. The key ring is read anew each time, so that a revocation holds from the next
 * rollout on. Thread-safe.
 */
final class Trust {
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{1,200}={0,2})");

    private final boolean signedOnly;
    private final Optional<Path> keys;
    private final InstantSource clock;

    /** @param keys the key ring; empty if there is none */
    Trust(boolean signedOnly, Optional<Path> keys, InstantSource clock) {
        this.signedOnly = signedOnly;
        this.keys = keys;
        this.clock = clock;
    }

    /** Takes all. */
    static Trust everybody() {
        return new Trust(false, Optional.empty(), InstantSource.system());
    }

    /** @throws RolloutException {@code NOT_TRUSTED} if these bytes are not to be taken */
    void check(Path jar, Optional<String> signature) {
        if (signedOnly) {
            obstacle(judge(jar, signature)).ifPresent(obstacle -> {
                throw RolloutException.because(obstacle.reason(), obstacle.detail());
            });
        }
    }

    /** What {@link #judge} found, as far as it stands in the way. */
    Optional<Obstacle> obstacle(Signature found) {
        return signedOnly && found.state() != State.SIGNED
                ? Optional.of(new Obstacle(Reason.NOT_TRUSTED, "not trusted: " + found.detail()))
                : Optional.empty();
    }

    /**
     * What stands in the way of a revision that is older than the live one. Its signature still counts: so whoever has
     * kept an old jar with a known hole could bring that back.
     */
    Optional<Obstacle> downgrade(Revision to, ToolState tool, Submission submission) {
        return tool.live()
                .map(live -> live.revision().version())
                .filter(live ->
                        signedOnly && !submission.downgrade() && to.version().compareTo(live) < 0)
                .map(live -> new Obstacle(
                        Reason.NOT_TRUSTED,
                        "not trusted: " + to + " is older than " + live + ", which is live; say that it is meant, by"
                                + " --downgrade or ?downgrade=true, or roll back to what served before"));
    }

    /** How the bytes of {@code jar} stand to {@code signature}, the text that came with them. */
    Signature judge(Path jar, Optional<String> signature) {
        if (signature.isEmpty()) {
            return new Signature(
                    State.UNSIGNED,
                    Optional.empty(),
                    "it is not signed; sign it with: stacksy sign JAR, and send the signature with it");
        }
        Matcher header = HEADER.matcher(signature.get().strip());
        if (!header.matches()) {
            return refused(
                    Optional.empty(),
                    "its signature is not of the form <keyid>:<base64>; make it with: stacksy sign JAR");
        }
        return judge(jar, header.group(1), header.group(2));
    }

    private Signature judge(Path jar, String keyId, String signature) {
        Optional<TrustedKey> key;
        try {
            key = keys.isEmpty()
                    ? Optional.empty()
                    : TrustedKeys.read(keys.get()).find(keyId);
        } catch (TrustedKeys.BrokenException e) {
            return refused(
                    Optional.of(keyId), "the node's key ring has to be mended before it counts: " + e.getMessage());
        }
        if (key.isEmpty()) {
            return refused(
                    Optional.of(keyId),
                    "it is signed with the key '" + keyId + "', which is not in the node's key ring; add it there"
                            + " (STACKSY_TRUST_KEYS), or sign with one that is");
        }
        Optional<String> refusal = key.get().refusal(clock.instant());
        if (refusal.isPresent()) {
            return refused(
                    Optional.of(keyId),
                    "it is signed with the key '" + keyId + "', which " + refusal.get() + "; sign it with another");
        }
        return DetachedSignature.fits(jar, key.get().key(), signature)
                ? new Signature(State.SIGNED, Optional.of(keyId), "signed with the key '" + keyId + "'")
                : refused(
                        Optional.of(keyId),
                        "the signature by the key '" + keyId + "' is not of these bytes: the jar was changed after it"
                                + " was signed, or the signature is another's; sign this jar");
    }

    private static Signature refused(Optional<String> keyId, String detail) {
        return new Signature(State.REFUSED, keyId, detail);
    }
}
