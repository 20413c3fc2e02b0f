package io.stacksy.admin.rest;

import io.stacksy.deploy.RolloutException;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * The problem of a rollout that did not happen: the members of RFC 9457 and two more.
 *
 * @param cause the kind of reason, for programs
 * @param rollout how far it came; null where it did not begin
 */
public record RolloutProblem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String requestId,
        String cause,
        @Nullable RolloutView rollout) {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    static RolloutProblem of(
            Refusal refusal,
            RolloutException.Reason reason,
            String detail,
            String instance,
            String requestId,
            @Nullable RolloutView rollout) {
        return new RolloutProblem(
                "about:blank",
                refusal.title(),
                refusal.status(),
                detail,
                instance,
                requestId,
                Labels.of(reason),
                rollout);
    }
}
