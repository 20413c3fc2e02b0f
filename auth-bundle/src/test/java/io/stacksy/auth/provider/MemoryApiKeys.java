package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** API keys as long as the process lives. Counts how often one is looked up to be verified. */
final class MemoryApiKeys implements ApiKeys {
    private final MemoryAccounts accounts;
    private final Map<String, StoredKey> keys = new LinkedHashMap<>();
    private final Map<String, Long> generations = new HashMap<>();
    private int lookups;
    private Runnable beforeLookup = () -> {};

    MemoryApiKeys(MemoryAccounts accounts) {
        this.accounts = accounts;
    }

    int lookups() {
        return lookups;
    }

    /** Does {@code work} when a key is about to be looked up. */
    void beforeLookup(Runnable work) {
        beforeLookup = work;
    }

    /** Of the keys that were changed. */
    Map<String, Long> generations() {
        return Map.copyOf(generations);
    }

    @Override
    public boolean add(ApiKey key, Sha256 secret, Actor actor) {
        Optional<Account> owner = accounts.find(key.account());
        owner.ifPresent(found -> keys.put(key.id(), new StoredKey(key, found, 0, secret, Optional.empty())));
        return owner.isPresent();
    }

    @Override
    public List<ApiKey> list(UUID account, int limit, String after) {
        return keys.values().stream()
                .map(StoredKey::key)
                .filter(key -> key.account().equals(account))
                .dropWhile(key -> !after.isEmpty() && !key.id().equals(after))
                .skip(after.isEmpty() ? 0 : 1)
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<ApiKey> find(UUID account, String id) {
        return Optional.ofNullable(keys.get(id)).map(StoredKey::key).filter(key -> key.account()
                .equals(account));
    }

    @Override
    public Optional<ApiKey> rotate(UUID account, String id, Sha256 secret, Instant previousUntil, Actor actor) {
        StoredKey before = keys.get(id);
        if (before == null || !before.key().account().equals(account)) {
            return Optional.empty();
        }
        ApiKey key = before.key();
        ApiKey after = new ApiKey(
                id,
                account,
                key.name(),
                key.scopes(),
                key.rate(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                Optional.of(previousUntil));
        long generation = before.generation() + 1;
        generations.put(id, generation);
        keys.put(id, new StoredKey(after, before.owner(), generation, secret, Optional.of(before.secret())));
        return Optional.of(after);
    }

    @Override
    public boolean revoke(UUID account, String id, Actor actor) {
        StoredKey before = keys.get(id);
        if (before == null || !before.key().account().equals(account)) {
            return false;
        }
        keys.remove(id);
        generations.put(id, before.generation() + 1);
        return true;
    }

    @Override
    public Optional<StoredKey> stored(String id) {
        beforeLookup.run();
        lookups++;
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public void used(Map<String, Instant> lastUses) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sweep() {
        throw new UnsupportedOperationException();
    }
}
