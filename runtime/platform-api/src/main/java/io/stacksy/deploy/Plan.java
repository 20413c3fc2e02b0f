package io.stacksy.deploy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a rollout would do, found out without doing it.
 *
 * @param from the live version; empty for a first deployment
 * @param nothingToDo whether these very bytes are live already
 * @param obstacles what stands in the way; the rollout would be refused unless this is empty
 * @param aliases the root paths it would claim
 * @param migrations the scripts that would run in the tool's schema, in order
 * @param refusedCalls what its code may not do, and will not: see {@link Guard}
 * @param signature what the node makes of the signature, whether it asks for one or not
 */
public record Plan(
        Revision to,
        Optional<Version> from,
        boolean nothingToDo,
        List<Obstacle> obstacles,
        List<String> aliases,
        List<String> migrations,
        List<RefusedCall> refusedCalls,
        Signature signature) {
    public Plan {
        obstacles = List.copyOf(obstacles);
        aliases = List.copyOf(aliases);
        migrations = List.copyOf(migrations);
        refusedCalls = List.copyOf(refusedCalls);
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
