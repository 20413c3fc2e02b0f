package io.stacksy.gateway;

import io.stacksy.auth.Identity;
import io.stacksy.budget.Rate;
import io.stacksy.route.Operation;
import io.stacksy.route.Quota;

/**
 * One limit that a request comes under, and how answers tell of it: in fields that are lists as
 * draft-ietf-httpapi-ratelimit-headers-11 has them.
 *
 * @param policy its name for clients
 * @param rule how a sentence about it begins, for people
 * @param key where it is counted
 */
record RateLimit(String policy, String rule, Rate rate, Buckets.Key key) {
    static final String POLICIES = "RateLimit-Policy";
    static final String LEVELS = "RateLimit";

    /** How often an API key may be used, wherever that is. */
    static RateLimit ofKey(Identity.Key key, Rate rate) {
        return new RateLimit("key", "this API key may be used", rate, Buckets.Key.of("", key.id()));
    }

    /** What each caller may ask of a tool, whatever that is. */
    static RateLimit ofTool(String tool, Rate rate, String caller) {
        return new RateLimit("tool", "you may call this tool", rate, Buckets.Key.of(tool, caller));
    }

    /** What may be asked of one operation. */
    static RateLimit ofOperation(String tool, Operation operation, Quota quota, String caller) {
        return quota.shared()
                ? new RateLimit(
                        "operation",
                        "all callers together may call this",
                        quota.rate(),
                        Buckets.Key.of(tool, operation, ""))
                : new RateLimit(
                        "operation", "you may call this", quota.rate(), Buckets.Key.of(tool, operation, caller));
    }

    /** Its item in {@value #POLICIES}. */
    String policyItem() {
        return "\"" + policy + "\";q=" + rate.permits() + ";w=" + rate.per().toSeconds();
    }

    /** Its item in {@value #LEVELS}: in the next {@code t} seconds there are no more than {@code r}. */
    String levelItem(Level level) {
        return "\"" + policy + "\";r=" + level.left() + ";t=" + level.secondsToNext();
    }

    /** What a caller is told who comes too often. */
    String explanation(Level level) {
        String times = rate.permits() == 1 ? "once" : rate.permits() + " times";
        return rule + " " + times + " in " + rate.per().toSeconds() + " s; try again in " + level.secondsToNext()
                + " s";
    }
}
