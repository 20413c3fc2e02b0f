package io.stacksy.auth.provider;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is signed in, durably. Each change is recorded in the audit trail, or not made. Thread-safe. */
interface Sessions {
    /**
     * Begins a session.
     *
     * @param passwordHash what the password was checked against
     * @param refresh the digest of its first refresh token
     * @return false, and nothing has begun, if the account was disabled or removed, or its password changed, meanwhile
     */
    boolean open(Session session, String passwordHash, Sha256 refresh, Client client);

    /** Spends a refresh token for the next one of its session. What it returns is durable, the bad news too. */
    Rotation rotate(Sha256 spent, Sha256 next, Client client);

    /** Ends the session of a refresh token, spent or not, and returns which; empty if there is none. */
    Optional<UUID> close(Sha256 refresh, Client client);

    /** Ends a session; one that has ended, or never was, stays so. */
    void close(UUID session, Client client);

    /** Sessions of an account that stand, newest first, after one of them where it is given. */
    List<OpenSession> list(UUID account, int limit, Optional<UUID> after);

    /** A session of that account, if it stands. */
    Optional<OpenSession> find(UUID account, UUID session);

    /** Ends a session of that account; returns false if it has no such session, or that has ended. */
    boolean end(UUID account, UUID session, Client client);

    /** Ends all sessions of an account and returns which those are. */
    List<UUID> endAll(UUID account, Client client);

    /** Forgets sessions that ended long ago. */
    void sweep();

    /** What became of a refresh. */
    sealed interface Rotation {
        record Rotated(Session session) implements Rotation {}

        /** The token was spent before: somebody has stolen it or been stolen from, so the session has ended. */
        record Reused(UUID session) implements Rotation {}

        /** No such token, or its session or account has ended. */
        record Refused() implements Rotation {}
    }
}
