package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.store.ToolSchemas.Script;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What two plans have in common where they show the same change from the same state. */
final class PlanHash {
    private static final int BYTES = 8;

    private PlanHash() {}

    /** @param pending the scripts that have not run yet */
    static String of(Revision to, Optional<Revision> live, List<Script> pending) {
        StringBuilder text = new StringBuilder(named(to)).append('\n');
        live.ifPresent(revision -> text.append(named(revision)));
        text.append('\n');
        pending.forEach(script -> text.append(script.name()).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String named(Revision revision) {
        return revision + " " + revision.sha256();
    }
}
