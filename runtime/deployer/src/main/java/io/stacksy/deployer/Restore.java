package io.stacksy.deployer;

import io.stacksy.deploy.Revision;
import io.stacksy.store.Ledger;
import java.util.Optional;

/** Finds the bytes of a revision that the ledger knows, and fetches them from there where they are not on disk. */
final class Restore implements Step {
    private final Blobs blobs;
    private final Ledger ledger;

    Restore(Blobs blobs, Ledger ledger) {
        this.blobs = blobs;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public Optional<String> run(Attempt attempt) {
        Revision revision = attempt.slot().revision();
        attempt.jar(blobs.restore(revision.sha256(), file -> ledger.copyTo(revision, file)));
        attempt.archive(Archive.read(attempt.jar()));
        return Optional.of("sha256:" + revision.sha256());
    }
}
