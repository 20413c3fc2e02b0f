package io.stacksy.deploy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a rollout would do, found out without doing it.
 *
 * @param from the live version; empty for a first deployment
 * @param nothingToDo whether these very bytes are live already
 * @param hash what a deployment can be held to: another one means another jar, live revision or state of the schema
 * @param obstacles what stands in the way; the rollout would be refused unless this is empty
 * @param aliases the root paths it would claim
 * @param api what changes for callers
 * @param verdict whether the version says what changes; empty for a first deployment
 * @param affected who called what would be removed or changed
 * @param migrations the scripts that would run in the tool's schema, in order
 * @param rollback whether the revision before could be rolled back to
 * @param surroundings what the bundle stands on, and what stands on it
 * @param refusedCalls what its code may not do, and will not: see {@link Guard}
 * @param signature what the node makes of the signature, whether it asks for one or not
 */
public record Plan(
        Revision to,
        Optional<Version> from,
        boolean nothingToDo,
        String hash,
        List<Obstacle> obstacles,
        Aliases aliases,
        Api api,
        Optional<Verdict> verdict,
        List<Affected> affected,
        List<Migration> migrations,
        Rollback rollback,
        Surroundings surroundings,
        List<RefusedCall> refusedCalls,
        Signature signature) {
    public Plan {
        obstacles = List.copyOf(obstacles);
        affected = List.copyOf(affected);
        migrations = List.copyOf(migrations);
        refusedCalls = List.copyOf(refusedCalls);
    }

    /**
     * The root paths that a revision claims, such as {@code /l}, and what of them is different from the live one's.
     *
     * @param claimed all of them
     */
    public record Aliases(List<String> claimed, List<String> added, List<String> removed) {
        public Aliases {
            claimed = List.copyOf(claimed);
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * What changes for callers.
     *
     * @param source where the new operations are known from
     * @param newPermissions what its rules name and those of the live revision do not
     */
    public record Api(Source source, List<Change> changes, Set<String> newPermissions) {
        /** Where operations can be known from. */
        public enum Source {
            /** The {@code OSGI-INF/openapi.json} of the jar. */
            OPENAPI,
            /** The annotations of its classes, which say nothing of what is sent and answered. */
            CLASSES;

            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Api {
            changes = List.copyOf(changes);
            newPermissions = Collections.unmodifiableSet(new TreeSet<>(newPermissions));
        }
    }

    /**
     * One thing that changes about an operation.
     *
     * @param path from the root, such as {@code /api/links/{code}}
     * @param detail what follows the operation in a sentence, such as {@code is removed}
     * @param breaking whether a caller that relied on how it was can fail
     */
    public record Change(Kind kind, String method, String path, String detail, boolean breaking) {
        /** What can become of an operation. */
        public enum Kind {
            ADDED,
            REMOVED,
            CHANGED;

            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public String operation() {
            return method + " " + path;
        }

        /** {@code GET /api/links/{code} is removed}. */
        @Override
        public String toString() {
            return operation() + " " + detail;
        }
    }

    /**
     * Whether the version of a revision says what changes in it, by the rules of semantic versioning.
     *
     * @param least the lowest version that does
     * @param detail in words, such as {@code 1.2.0 should be 2.0.0 because GET /api/links/{code} is removed}
     */
    public record Verdict(boolean fits, Version least, String detail) {}

    /**
     * Who called an operation that would be removed or changed so that callers can fail.
     *
     * @param operation as {@code GET /api/links/{code}}
     * @param callers with most calls first; those that are not signed in count as one
     */
    public record Affected(String operation, long calls, int clients, List<Client> callers) {
        /** One of them, by the name of its account. */
        public record Client(String name, long calls) {}

        public Affected {
            callers = List.copyOf(callers);
        }

        /** {@code 3 clients called GET /api/links/{code}/stats 41,200 times in 14 days: ann (40,000), …}. */
        @Override
        public String toString() {
            String who = clients == 1 ? "1 client" : number(clients) + " clients";
            String named = callers.stream()
                    .map(client -> client.name() + " (" + number(client.calls()) + ")")
                    .collect(Collectors.joining(", "));
            return who + " called " + operation + " " + (calls == 1 ? "once" : number(calls) + " times")
                    + " in 14 days: " + named + (clients > callers.size() ? " and others" : "");
        }

        private static String number(long number) {
            return String.format(Locale.ROOT, "%,d", number);
        }
    }

    /**
     * One script that would run.
     *
     * @param destructive whether a revision from before it may fail on what it leaves, or data is lost
     * @param findings what in it makes it so, in words; empty for one that only expands
     */
    public record Migration(String script, boolean destructive, List<String> findings) {
        public Migration {
            findings = List.copyOf(findings);
        }
    }

    /** Whether the live revision could be rolled back to afterwards, and why not. */
    public record Rollback(boolean possible, String detail) {}

    /**
     * What is around the bundle of a revision.
     *
     * @param touched other bundles that would be touched, as {@code org.example.other@1.0.0}: there should be none
     * @param imports what each of its imports resolves against, in words
     */
    public record Surroundings(List<String> touched, List<String> imports) {
        public Surroundings {
            touched = List.copyOf(touched);
            imports = List.copyOf(imports);
        }
    }

    /** One thing that stands in the way, and how to mend it. */
    public record Obstacle(RolloutException.Reason reason, String detail) {}

    /**
     * A call in the code of a tool that throws when it is made.
     *
     * @param type the class that it is in, as {@code org.example.Echo$Inner}
     * @param method the method of that class
     * @param call what is called, as {@code System.exit}
     */
    public record RefusedCall(String type, String method, String call) {
        /** {@code System.exit in org.example.Echo.stop}. */
        @Override
        public String toString() {
            return call + " in " + type + "." + method;
        }
    }

    /**
     * How the bytes stand to the signature that came with them.
     *
     * @param keyId the key that the signature names; empty without a signature
     * @param detail who signed it; or what is wrong with it, and the mend
     */
    public record Signature(State state, Optional<String> keyId, String detail) {
        /** The three ways it can be. */
        public enum State {
            /** A key that the node trusts has signed these very bytes. */
            SIGNED,
            /** None came with it. */
            UNSIGNED,
            /** It counts for nothing. */
            REFUSED;

            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
