package io.stacksy.auth.provider;

import org.jspecify.annotations.Nullable;

/** Passwords that were wrong of late, durably and the same for all nodes. Thread-safe. */
interface Failures {
    /** What is known by now about such attempts. */
    Tally tally(Attempt attempt);

    /**
     * Counts an attempt that failed, and writes it to the audit trail.
     *
     * @param account null if there is none of that name; the name is not kept, as it may be a password typed too early
     */
    void add(Attempt attempt, @Nullable Account account);

    /** Forgets what failed at this name from this network: somebody there knows the password. */
    void forget(Attempt attempt);

    /** Forgets what was long ago. */
    void sweep();
}
