package io.stacksy.auth.provider;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Sessions as long as the process lives. */
final class MemorySessions implements Sessions {
    /** Where the last session was opened from. */
    String openedFrom = "";

    private final Map<UUID, Session> standing = new HashMap<>();
    private final Map<Sha256, UUID> tokens = new HashMap<>();
    private final Set<Sha256> spent = new HashSet<>();

    @Override
    public boolean open(Session session, Sha256 refresh, Client client) {
        openedFrom = client.address();
        standing.put(session.id(), session);
        tokens.put(refresh, session.id());
        return true;
    }

    @Override
    public Rotation rotate(Sha256 old, Sha256 next, Client client) {
        Session session = standing.get(tokens.get(old));
        if (session == null) {
            return new Rotation.Refused();
        }
        if (!spent.add(old)) {
            standing.remove(session.id());
            return new Rotation.Reused(session.id());
        }
        tokens.put(next, session.id());
        return new Rotation.Rotated(session);
    }

    @Override
    public Optional<UUID> close(Sha256 refresh, Client client) {
        Optional<UUID> session = Optional.ofNullable(tokens.get(refresh));
        session.ifPresent(standing::remove);
        return session;
    }

    @Override
    public void close(UUID session, Client client) {
        standing.remove(session);
    }

    @Override
    public void sweep() {
        tokens.values().retainAll(standing.keySet());
    }

    boolean stands(String id) {
        return standing.containsKey(UUID.fromString(id));
    }
}
