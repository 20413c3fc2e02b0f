package io.stacksy.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a revision that left memory: the proof that nothing of it is left, or the names of what still holds it.
 *
 * @param rollout the one that took it out of service, or that brought it in vain; empty where none did
 * @param begunAt when its bundle was gone from the framework
 * @param endedAt when the verdict was found; empty while it is watched
 * @param proofs one for each {@link Subject}; empty while it is watched
 * @param holders all that was found to hold it
 */
public record Removal(
        Revision revision,
        Optional<UUID> rollout,
        Outcome outcome,
        Instant begunAt,
        Optional<Instant> endedAt,
        List<Proof> proofs,
        List<Holder> holders) {
    public Removal {
        proofs = List.copyOf(proofs);
        holders = List.copyOf(holders);
    }

    /** The verdict. */
    public enum Outcome {
        /** Its classes are still in memory, and may yet go. */
        WATCHED,
        /** It is gone, and left nothing behind. */
        CLEAN,
        /** It left something behind, which the node has seen to; it is gone. */
        MENDED,
        /** Something of it is left. */
        HELD;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What there can be left of a revision. */
    public enum Subject {
        CLASS_LOADER,
        THREADS,
        CONNECTIONS,
        METRICS,
        ROUTES;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is known of one subject.
     *
     * @param given whether nothing is left of it
     * @param detail what was found, for a person
     */
    public record Proof(Subject subject, boolean given, String detail) {}

    /**
     * Something that held it.
     *
     * @param name which one, such as a thread's name
     * @param detail more about it, for a person
     * @param mended whether it holds the revision no more
     */
    public record Holder(Kind kind, String name, String detail, boolean mended) {
        @Override
        public String toString() {
            return kind.words() + " '" + name + "' (" + detail + ")";
        }
    }

    /** What can hold a revision. */
    public enum Kind {
        THREAD("thread"),
        TIMER("timer"),
        EXECUTOR("executor's thread"),
        THREAD_LOCAL("thread-local on"),
        JDBC_DRIVER("JDBC driver"),
        MBEAN("MBean"),
        SHUTDOWN_HOOK("shutdown hook"),
        CONNECTION("database connection"),
        UNKNOWN("something");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        String words() {
            return words;
        }
    }

    /** Whether its classes are in memory, as far as is known. */
    public boolean inMemory() {
        return proofs.stream().noneMatch(proof -> proof.subject() == Subject.CLASS_LOADER && proof.given());
    }

    /** How long it took; empty while it is watched. */
    public Optional<Duration> took() {
        return endedAt.map(end -> Duration.between(begunAt, end));
    }
}
