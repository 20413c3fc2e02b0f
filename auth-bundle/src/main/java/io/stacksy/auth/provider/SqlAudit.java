package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of the audit trail. Each stands in the transaction of the change that it tells of, so neither is without the other. */
final class SqlAudit {
    private static final String OK = "ok";
    private static final String REFUSED = "refused";

    private SqlAudit() {}

    static void done(Database.Transaction transaction, Actor actor, String action, @Nullable String target) {
        write(transaction, actor, action, target, OK);
    }

    /** A change with more about it, by name. */
    static void done(
            Database.Transaction transaction, Actor actor, String action, String target, Map<String, String> details) {
        String[] pairs = details.entrySet().stream()
                .flatMap(detail -> Stream.of(detail.getKey(), detail.getValue()))
                .toArray(String[]::new);
        transaction.update(
                """
                INSERT INTO audit (actor, address, action, target, result, details)
                VALUES (?, ?, ?, ?, ?, jsonb_object(?::text[]))
                """,
                actor.name(),
                actor.address(),
                action,
                target,
                OK,
                pairs);
    }

    static void refused(Database.Transaction transaction, Actor actor, String action, @Nullable String target) {
        write(transaction, actor, action, target, REFUSED);
    }

    /** A change of an account, with what its rights are by it. */
    static void changed(Database.Transaction transaction, Actor actor, String action, Account account) {
        transaction.update(
                """
                INSERT INTO audit (actor, address, action, target, result, details)
                VALUES (?, ?, ?, ?, ?, jsonb_strip_nulls(
                    jsonb_build_object('enabled', ?::boolean, 'roles', ?::text[], 'rule', ?::text)))
                """,
                actor.name(),
                actor.address(),
                action,
                account.username(),
                OK,
                account.enabled(),
                account.roles().toArray(String[]::new),
                actor.rule().orElse(null));
    }

    private static void write(
            Database.Transaction transaction, Actor actor, String action, @Nullable String target, String result) {
        transaction.update(
                "INSERT INTO audit (actor, address, action, target, result) VALUES (?, ?, ?, ?, ?)",
                actor.name(),
                actor.address(),
                action,
                target,
                result);
    }
}
