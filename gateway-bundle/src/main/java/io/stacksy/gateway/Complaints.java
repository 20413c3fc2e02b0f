package io.stacksy.gateway;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Troubles;
import org.jspecify.annotations.Nullable;

/** The way to whoever sees to trouble with revisions, while there is anybody. Thread-safe. */
final class Complaints {
    private volatile @Nullable Troubles troubles;

    void to(@Nullable Troubles listener) {
        troubles = listener;
    }

    boolean areTo(Troubles listener) {
        return listener.equals(troubles);
    }

    void begin(Revision revision, Trouble.Kind kind, String detail) {
        Troubles listener = troubles;
        if (listener != null) {
            listener.begin(revision, kind, detail);
        }
    }

    void end(Revision revision, Trouble.Kind kind) {
        Troubles listener = troubles;
        if (listener != null) {
            listener.end(revision, kind);
        }
    }
}
