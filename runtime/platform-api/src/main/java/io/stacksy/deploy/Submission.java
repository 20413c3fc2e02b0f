package io.stacksy.deploy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool bundle as somebody hands it in.
 *
 * @param signature the detached signature that came with it, as {@code <keyid>:<base64>}; it may be anything
 * @param downgrade whether it may be older than the live revision where that needs saying
 * @param acceptDataLoss whether its migrations may take away what an older revision lives on
 * @param plan the hash of the plan that it has to be carried out by; empty for none
 * @param canary what share of the traffic it gets first, and how long; empty switches all of it at once
 */
public record Submission(
        Path jar,
        Optional<String> signature,
        boolean downgrade,
        boolean acceptDataLoss,
        Optional<String> plan,
        Optional<CanaryPlan> canary) {
    public Submission {
        Objects.requireNonNull(jar);
        Objects.requireNonNull(signature);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(canary);
    }

    /** A jar that is held to no plan, may not lose data, and gets all of the traffic at once. */
    public Submission(Path jar, Optional<String> signature, boolean downgrade) {
        this(jar, signature, downgrade, false, Optional.empty(), Optional.empty());
    }

    /** A jar with nothing beside it. */
    public static Submission of(Path jar) {
        return new Submission(jar, Optional.empty(), false);
    }
}
