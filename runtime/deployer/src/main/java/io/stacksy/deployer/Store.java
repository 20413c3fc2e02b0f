package io.stacksy.deployer;

import io.stacksy.deploy.RolloutException;
import io.stacksy.deploy.RolloutException.Reason;
import java.util.Optional;

/**
 * Copies the jar among the blobs, under a name that is its digest, and makes sure that it is trusted and within its
 * limits.
 */
final class Store implements Step {
    private final Blobs blobs;
    private final Tools tools;
    private final Trust trust;

    Store(Blobs blobs, Tools tools, Trust trust) {
        this.blobs = blobs;
        this.tools = tools;
        this.trust = trust;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        Blobs.Spooled spooled = blobs.spool(attempt.jar());
        boolean kept = false;
        try {
            // the copy, which nobody else can change between this and its use
            trust.check(spooled.file(), attempt.submission().signature());
            attempt.archive(Archive.read(spooled.file()));
            attempt.jar(blobs.keep(spooled));
            attempt.sha256(spooled.sha256());
            kept = true;
            return Optional.of("sha256:" + spooled.sha256());
        } finally {
            if (!kept) {
                blobs.discard(spooled.file());
            }
        }
    }

    @Override
    public void undo(Attempt attempt, RolloutException cause) {
        // what is busy may be busy with these very bytes
        if (cause.reason() != Reason.BUSY && !tools.have(attempt.sha256())) {
            blobs.delete(attempt.sha256());
        }
    }
}
