package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signing keys as long as the process lives. Counts how often it is read. */
final class MemorySigningKeys implements SigningKeys {
    private final List<SigningKey> keys = new ArrayList<>();
    private int reads;
    private Optional<StoreException> failure = Optional.empty();

    @Override
    public synchronized List<SigningKey> all() {
        reads++;
        if (failure.isPresent()) {
            throw failure.get();
        }
        return List.copyOf(keys);
    }

    @Override
    public synchronized boolean addFirst(SigningKey key) {
        if (keys.stream().anyMatch(known -> known.state() == KeyState.ACTIVE)) {
            return false;
        }
        return keys.add(new SigningKey(
                key.kid(),
                KeyState.ACTIVE,
                key.publicKey(),
                key.privateKey(),
                key.createdAt(),
                Optional.of(key.createdAt()),
                Optional.empty()));
    }

    @Override
    public synchronized boolean addStandby(SigningKey key) {
        if (keys.stream().anyMatch(known -> known.state() == KeyState.STANDBY)) {
            return false;
        }
        return keys.add(key);
    }

    @Override
    public Rotated rotate(Rotation rotation, Actor actor) {
        throw new UnsupportedOperationException("tests of a rotation go to PostgreSQL");
    }

    @Override
    public void sweep() {
        throw new UnsupportedOperationException("nothing is forgotten here");
    }

    synchronized void put(SigningKey key) {
        keys.removeIf(known -> known.kid().equals(key.kid()));
        keys.add(key);
    }

    /** Lets every reading fail from now on. */
    synchronized void fail(StoreException thrown) {
        failure = Optional.of(thrown);
    }

    synchronized int reads() {
        return reads;
    }
}
