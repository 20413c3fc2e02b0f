package io.stacksy.auth.provider;

import io.stacksy.auth.Identity;
import io.stacksy.tool.ToolException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sessions of one account, as its owner sees and ends them. Thread-safe. */
final class OwnSessions {
    private final Sessions sessions;
    private final CurrentStanding standing;

    OwnSessions(Sessions sessions, CurrentStanding standing) {
        this.sessions = sessions;
        this.standing = standing;
    }

    /** Those that stand, newest first, {@code after} one of them where it is given. */
    List<OpenSession> list(Identity owner, int limit, Optional<UUID> after) {
        return sessions.list(account(owner), limit, after);
    }

    OpenSession find(Identity owner, UUID session) {
        return sessions.find(account(owner), session).orElseThrow(OwnSessions::notFound);
    }

    void end(Identity owner, UUID session, Client client) {
        if (!sessions.end(account(owner), session, client)) {
            throw notFound();
        }
        standing.revoked(session);
    }

    /** Ends them all, the one that the caller is in too. */
    void endAll(Identity owner, Client client) {
        sessions.endAll(account(owner), client).forEach(standing::revoked);
    }

    static ToolException notFound() {
        return ToolException.notFound("you have no such session");
    }

    private static UUID account(Identity owner) {
        return UUID.fromString(owner.subject());
    }
}
