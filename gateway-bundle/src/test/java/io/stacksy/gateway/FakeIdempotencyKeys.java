package io.stacksy.gateway;

import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keys in memory, which can fail. Claims do not end by themselves. */
final class FakeIdempotencyKeys implements IdempotencyKeys {
    private final Map<OwnedKey, Entry> entries = new ConcurrentHashMap<>();
    final List<Duration> leases = new CopyOnWriteArrayList<>();
    volatile @Nullable StoreException fault;

    private record Entry(UUID claim, String fingerprint, Use use) {
        Entry used(Use now) {
            return new Entry(claim, fingerprint, now);
        }
    }

    @Override
    public Use claim(OwnedKey key, byte[] fingerprint, Duration lease) {
        failIfToldTo();
        leases.add(lease);
        UUID claim = UUID.randomUUID();
        String request = Arrays.toString(fingerprint);
        Entry known = entries.putIfAbsent(key, new Entry(claim, request, new UnderWay()));
        if (known == null) {
            return new Claimed(claim);
        }
        return known.fingerprint().equals(request) ? known.use() : new OtherRequest();
    }

    @Override
    public boolean answer(OwnedKey key, UUID claim, Answer answer) {
        return end(key, claim, new CarriedOut(Optional.of(answer)));
    }

    @Override
    public boolean spend(OwnedKey key, UUID claim) {
        return end(key, claim, new CarriedOut(Optional.empty()));
    }

    private boolean end(OwnedKey key, UUID claim, Use use) {
        failIfToldTo();
        Entry now =
                entries.computeIfPresent(key, (any, entry) -> entry.claim().equals(claim) ? entry.used(use) : entry);
        return now != null && now.claim().equals(claim);
    }

    @Override
    public void release(OwnedKey key, UUID claim) {
        failIfToldTo();
        entries.computeIfPresent(key, (any, entry) -> entry.claim().equals(claim) ? null : entry);
    }

    private void failIfToldTo() {
        StoreException told = fault;
        if (told != null) {
            throw told;
        }
    }

    /** What became of the one request with a key; empty where it has none any more. */
    Optional<Use> use() {
        return entries.values().stream().findFirst().map(Entry::use);
    }

    /** Ends all claims, as their time limit would. */
    void forget() {
        entries.clear();
    }
}
