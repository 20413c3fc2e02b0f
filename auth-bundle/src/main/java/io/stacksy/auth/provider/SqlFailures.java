package io.stacksy.auth.provider;

import io.stacksy.store.Database;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Failed sign-ins in the platform's schema. */
final class SqlFailures implements Failures {
    /** Longer than the longest delay, so that nobody gets rid of one by waiting for it to be forgotten. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Database database;

    SqlFailures(Database database) {
        this.database = database;
    }

    @Override
    public Tally tally(Attempt attempt) {
        byte[] name = attempt.name().bytes();
        String network = attempt.network().value();
        return database.query(
                        """
                        SELECT coalesce(sum(failures) FILTER (WHERE is_name), 0) AS of_name,
                               coalesce(sum(failures) FILTER (WHERE is_name AND is_network), 0) AS here,
                               coalesce(min(age) FILTER (WHERE is_name AND is_network), 0) AS here_age,
                               coalesce(sum(failures) FILTER (WHERE is_network), 0) AS from_network,
                               coalesce(min(age) FILTER (WHERE is_network), 0) AS network_age
                        FROM (SELECT failures, name = ? AS is_name, network = ? AS is_network,
                                     (extract(epoch FROM now() - last_at) * 1000)::bigint AS age
                              FROM sign_in_failures
                              WHERE (name = ? OR network = ?) AND last_at > now() - ? * interval '1 second') AS known
                        """,
                        SqlFailures::tally,
                        name,
                        network,
                        name,
                        network,
                        MEMORY.toSeconds())
                .get(0);
    }

    @Override
    public void add(Attempt attempt, @Nullable Account account) {
        database.<@Nullable Void>inTransaction(transaction -> {
            transaction.update(
                    """
                    INSERT INTO sign_in_failures (name, network, failures) VALUES (?, ?, 1)
                    ON CONFLICT (name, network) DO UPDATE SET last_at = now(), failures = 1 +
                        CASE WHEN sign_in_failures.last_at > now() - ? * interval '1 second'
                             THEN sign_in_failures.failures ELSE 0 END
                    """,
                    attempt.name().bytes(),
                    attempt.network().value(),
                    MEMORY.toSeconds());
            SqlAudit.refused(transaction, attempt.by(), attempt.action(), account == null ? null : account.username());
            return null;
        });
    }

    @Override
    public void forget(Attempt attempt) {
        database.update(
                "DELETE FROM sign_in_failures WHERE name = ? AND network = ?",
                attempt.name().bytes(),
                attempt.network().value());
    }

    @Override
    public void sweep() {
        database.update(
                "DELETE FROM sign_in_failures WHERE last_at < now() - ? * interval '1 second'", MEMORY.toSeconds());
    }

    private static Tally tally(Database.Row row) {
        return new Tally(
                row.number("of_name"),
                new Tally.Recent(row.number("here"), Duration.ofMillis(row.number("here_age"))),
                new Tally.Recent(row.number("from_network"), Duration.ofMillis(row.number("network_age"))));
    }
}
