package io.stacksy.deploy;

import java.util.Locale;

/** How far a revision has come. It goes through these in order; to {@link #FAILED} from anywhere before live. */
public enum RevisionState {
    /** Its bytes are stored and inspected; nothing of it runs. */
    STAGED,
    /** Its bundle runs. */
    STARTED,
    /** Its container is built and its health checks are good; no traffic yet. */
    READY,
    /** It gets a share of the traffic, beside the live one. */
    CANARY,
    /** It gets traffic, and is what a restart comes back with. */
    LIVE,
    /** It gets no new requests and finishes those it has. After that it stays warm, for a rollback, until retired. */
    DRAINING,
    /** It is stopped and gone from memory; its bytes are kept. */
    RETIRED,
    /** It did not come into service; the reason stands beside it. */
    FAILED;

    /** The name that people, JSON and metrics see. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
