package io.stacksy.auth.provider;

import java.util.ArrayList;
import java.util.List;

/** Signing keys as long as the process lives. Counts how often it is read. */
final class MemorySigningKeys implements SigningKeys {
    private final List<SigningKey> keys = new ArrayList<>();
    private int reads;

    @Override
    public synchronized List<SigningKey> all() {
        reads++;
        return List.copyOf(keys);
    }

    @Override
    public synchronized boolean addFirst(SigningKey key) {
        if (keys.stream().anyMatch(known -> known.state() == KeyState.ACTIVE)) {
            return false;
        }
        return keys.add(key);
    }

    synchronized void put(SigningKey key) {
        keys.removeIf(known -> known.kid().equals(key.kid()));
        keys.add(key);
    }

    synchronized int reads() {
        return reads;
    }
}
