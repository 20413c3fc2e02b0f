package io.stacksy.store;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The keys by which callers say that a request is a repeat: which is being carried out, and which answer its repeats get.
 * On record for all nodes, for a time that is set. Thread-safe.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface IdempotencyKeys {
    /** The largest body of an answer that is kept. */
    int MAX_BYTES = 256 * 1024;

    /**
     * Claims a key for one request, unless it has been used. Of several at once, on whichever nodes, one gets it.
     *
     * @param fingerprint what tells the request from others: 32 bytes
     * @param lease after which the claim ends by itself, where nothing else has ended it
     */
    Use claim(OwnedKey key, byte[] fingerprint, Duration lease);

    /** Ends a claim with the answer that repeats are to get. Returns whether it still held. */
    boolean answer(OwnedKey key, UUID claim, Answer answer);

    /** Ends a claim whose request was carried out, with an answer that is not kept. Returns whether it still held. */
    boolean spend(OwnedKey key, UUID claim);

    /** Ends a claim whose request came to nothing, so that the next one is carried out. */
    void release(OwnedKey key, UUID claim);

    /**
     * A key as its caller means it: no other caller's, and no other tool's.
     *
     * @param caller the account's stable identifier
     */
    record OwnedKey(String caller, String tool, String value) {
        public OwnedKey {
            Objects.requireNonNull(caller);
            Objects.requireNonNull(tool);
            Objects.requireNonNull(value);
        }
    }

    /** What a key turned out to be used for. */
    sealed interface Use {}

    /** For nothing before; now for the request that asked. */
    record Claimed(UUID claim) implements Use {
        public Claimed {
            Objects.requireNonNull(claim);
        }
    }

    /** For the same request, which is under way. */
    record UnderWay() implements Use {}

    /** For another request. */
    record OtherRequest() implements Use {}

    /**
     * For the same request, which was carried out.
     *
     * @param answer empty where it is not kept
     */
    record CarriedOut(Optional<Answer> answer) implements Use {
        public CarriedOut {
            Objects.requireNonNull(answer);
        }
    }

    /** An answer as a tool gave it. */
    final class Answer {
        private final String revision;
        private final int status;
        private final List<Header> headers;
        private final byte[] body;

        /**
         * @param revision the version that gave it
         * @param body at most {@value #MAX_BYTES} bytes; not to be changed any more
         */
        public Answer(String revision, int status, List<Header> headers, byte[] body) {
            this.revision = Objects.requireNonNull(revision);
            this.status = status;
            this.headers = List.copyOf(headers);
            this.body = Objects.requireNonNull(body);
        }

        public String revision() {
            return revision;
        }

        public int status() {
            return status;
        }

        public List<Header> headers() {
            return headers;
        }

        /** Not to be changed. */
        public byte[] body() {
            return body;
        }
    }

    /** One line of the head of an answer. */
    record Header(String name, String value) {
        public Header {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
        }
    }
}
