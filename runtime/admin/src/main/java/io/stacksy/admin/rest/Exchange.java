package io.stacksy.admin.rest;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.RolloutException;
import io.stacksy.store.StoreException;
import io.stacksy.tool.Caller;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request, as far as its answer depends on who asked and where. */
record Exchange(Caller caller, UriInfo uri) {
    /** Who the ledger names as the one that asked. */
    Actor actor() {
        return new Actor(caller.name().orElse("unknown"), caller.address());
    }

    /** Does {@code work}; if it is refused, the answer is the problem that says why. */
    Response answer(Supplier<Response> work) {
        try {
            return work.get();
        } catch (RolloutException e) {
            return refused(e);
        }
    }

    /** The answer to what was refused before any rollout began. */
    Response refused(RolloutException refusal) {
        return problem(refusal.reason(), String.valueOf(refusal.getMessage()), null);
    }

    /**
     * Does {@code work}, which needs the database.
     *
     * @throws WebApplicationException with the problem that says so, where that is away
     */
    <T> T stored(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException e) {
            throw new WebApplicationException(
                    e,
                    refused(RolloutException.because(
                            RolloutException.Reason.LEDGER_UNAVAILABLE, String.valueOf(e.getMessage()), e)));
        }
    }

    /** The answer to a rollout that did not end as asked. */
    Response problem(RolloutException.Reason reason, String detail, @Nullable RolloutView rollout) {
        Refusal refusal = Refusal.of(reason);
        RolloutProblem problem = RolloutProblem.of(
                refusal, reason, detail, uri.getRequestUri().getRawPath(), caller.requestId(), rollout);
        Response.ResponseBuilder answer =
                Response.status(refusal.status()).entity(problem).type(RolloutProblem.MEDIA_TYPE);
        if (refusal.retryAfterSeconds() > 0) {
            answer.header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds());
        }
        return answer.build();
    }
}
