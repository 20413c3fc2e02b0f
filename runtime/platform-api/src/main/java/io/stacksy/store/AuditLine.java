package io.stacksy.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One change, or one refusal, as the audit trail has it.
 *
 * @param id its number; a later line mostly has a higher one
 * @param actor the account's name, {@code node} for the node itself, {@code anonymous} for one who is not signed in
 * @param address where the actor was, or {@code local}
 * @param action what was done, such as {@code tool.switched}
 * @param target what it was done to, such as {@code links@1.1.0}
 * @param result {@code ok}, {@code failed} or {@code refused}
 * @param details more about it, by name; never a secret
 */
public record AuditLine(
        long id,
        Instant at,
        String actor,
        Optional<String> address,
        String action,
        Optional<String> target,
        String result,
        Map<String, String> details) {
    public AuditLine {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
