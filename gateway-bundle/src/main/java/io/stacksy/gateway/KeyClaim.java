package io.stacksy.gateway;

import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.IdempotencyKeys.Answer;
import io.stacksy.store.IdempotencyKeys.OwnedKey;
import io.stacksy.store.StoreException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's hold on its idempotency key, which ends once: with an answer for repeats, with none, or as if the request
 * had not been. What cannot be put on record costs the caller nothing but the protection: the hold then ends by its own
 * time limit. Thread-safe.
 */
final class KeyClaim {
    private static final Logger LOG = LoggerFactory.getLogger(KeyClaim.class);
    private static final int FAILED = 500;

    private final IdempotencyKeys keys;
    private final OwnedKey key;
    private final UUID id;
    private final String revision;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param revision the version that is about to answer */
    KeyClaim(IdempotencyKeys keys, OwnedKey key, UUID id, String revision) {
        this.keys = keys;
        this.key = key;
        this.id = id;
        this.revision = revision;
    }

    /** The whole answer is known. One that says that the tool failed is not kept, so that a repeat tries again. */
    void answer(EndpointResponse response, byte[] body) {
        int status = response.getStatus();
        if (status >= FAILED) {
            release();
            return;
        }
        end(() ->
                tell(keys.answer(key, id, new Answer(revision, status, KeptHeaders.of(response), body)), "its answer"));
    }

    /** The request is carried out, and its answer is not one to keep. */
    void spend() {
        end(() -> tell(keys.spend(key, id), "that it was carried out"));
    }

    /** The request came to nothing, as far as anybody can tell. Does nothing after the others. */
    void release() {
        end(() -> keys.release(key, id));
    }

    private void end(Runnable record) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            record.run();
        } catch (StoreException e) {
            LOG.warn("what became of a request with an idempotency key is not on record: {}", e.getMessage());
        }
    }

    private static void tell(boolean held, String what) {
        if (!held) {
            LOG.warn("a request took longer than its idempotency key was held for it; {} is not on record", what);
        }
    }
}
