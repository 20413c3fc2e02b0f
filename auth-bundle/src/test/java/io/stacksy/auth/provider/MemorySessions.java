package io.stacksy.auth.provider;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Sessions as long as the process lives. */
final class MemorySessions implements Sessions {
    /** Where the last session was opened from. */
    String openedFrom = "";

    private final Map<UUID, Session> standing = new LinkedHashMap<>();
    private final Map<Sha256, UUID> tokens = new HashMap<>();
    private final Set<Sha256> spent = new HashSet<>();

    @Override
    public boolean open(Session session, String passwordHash, Sha256 refresh, Client client) {
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
    public List<OpenSession> list(UUID account, int limit, Optional<UUID> after) {
        List<Session> own = standing.values().stream()
                .filter(session -> session.account().id().equals(account))
                .toList();
        int first = after.map(id -> own.stream().map(Session::id).toList().indexOf(id) + 1)
                .orElse(0);
        return own.stream().skip(first).limit(limit).map(MemorySessions::open).toList();
    }

    @Override
    public Optional<OpenSession> find(UUID account, UUID session) {
        return Optional.ofNullable(standing.get(session))
                .filter(known -> known.account().id().equals(account))
                .map(MemorySessions::open);
    }

    @Override
    public boolean end(UUID account, UUID session, Client client) {
        return find(account, session).isPresent() && standing.remove(session) != null;
    }

    @Override
    public List<UUID> endAll(UUID account, Client client) {
        List<UUID> own = list(account, Integer.MAX_VALUE, Optional.empty()).stream()
                .map(OpenSession::id)
                .toList();
        standing.keySet().removeAll(own);
        return own;
    }

    private static OpenSession open(Session session) {
        Instant begun = session.expiresAt().minus(Fixture.SESSION_TTL);
        return new OpenSession(session.id(), begun, session.expiresAt(), begun, Optional.of(Fixture.CLIENT));
    }

    @Override
    public void sweep() {
        tokens.values().retainAll(standing.keySet());
    }

    boolean stands(String id) {
        return standing.containsKey(UUID.fromString(id));
    }
}
