package io.stacksy.admin.rest;

import io.stacksy.deploy.RolloutException;

/**
 * How HTTP says that a rollout did not happen.
 *
 * @param retryAfterSeconds when it is worth another try; 0 where the same request will not do better
 */
record Refusal(int status, String title, int retryAfterSeconds) {
    static Refusal of(RolloutException.Reason reason) {
        return switch (reason) {
            case BAD_ARTIFACT, BAD_WEIGHTS -> new Refusal(422, "Unprocessable Content", 0);
            case TOO_LARGE -> new Refusal(413, "Content Too Large", 0);
            case NOT_TRUSTED -> new Refusal(403, "Forbidden", 0);
            case VERSION_TAKEN,
                    ALIAS_TAKEN,
                    NOTHING_TO_ROLL_BACK_TO,
                    WRONG_STATE,
                    ABORTED,
                    DATA_LOSS,
                    PLAN_OUTDATED -> new Refusal(409, "Conflict", 0);
            case BUSY -> new Refusal(409, "Conflict", 1);
            case UNRESOLVED -> new Refusal(424, "Failed Dependency", 0);
            case MIGRATION_FAILED, START_FAILED, BAD_RESOURCES, NOT_READY, CANARY_FAILED -> new Refusal(
                    502, "Bad Gateway", 0);
            case NOT_FOUND -> new Refusal(404, "Not Found", 0);
            case INTERRUPTED, LEDGER_UNAVAILABLE -> new Refusal(503, "Service Unavailable", 2);
        };
    }
}
