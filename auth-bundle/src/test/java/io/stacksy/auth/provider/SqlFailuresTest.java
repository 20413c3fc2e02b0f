package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlFailuresTest {
    private final Database database;
    private final SqlFailures failures;

    SqlFailuresTest(Database database) {
        this.database = database;
        this.failures = new SqlFailures(database);
    }

    @Test
    void s12AllNodesCountTogether() {
        fail("ada", "192.0.2.1", 2);
        fail("ada", "192.0.2.2", 1);
        fail("bea", "192.0.2.1", 1);
        SqlFailures anotherNode = new SqlFailures(database);

        assertCounts(anotherNode.tally(attempt("ada", "192.0.2.1")), 3, 2, 3);
        assertCounts(anotherNode.tally(attempt("ada", "192.0.2.2")), 3, 1, 1);
        assertCounts(anotherNode.tally(attempt("ada", "192.0.2.3")), 3, 0, 0);
        assertCounts(anotherNode.tally(attempt("cleo", "192.0.2.3")), 0, 0, 0);
    }

    @Test
    void theAgeIsThatOfTheLastFailure() {
        fail("ada", "192.0.2.1", 1);
        age(Duration.ofMinutes(10));
        fail("bea", "192.0.2.1", 1);

        Tally tally = failures.tally(attempt("ada", "192.0.2.1"));
        assertThat(tally.here().age()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
        assertThat(tally.fromNetwork().age()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whoGetsInClearsTheNameThereAndNowhereElse() {
        fail("ada", "192.0.2.1", 2);
        fail("ada", "192.0.2.2", 2);
        fail("bea", "192.0.2.1", 1);
        failures.forget(attempt("ada", "192.0.2.1"));

        assertCounts(failures.tally(attempt("ada", "192.0.2.1")), 2, 0, 1);
        assertCounts(failures.tally(attempt("ada", "192.0.2.2")), 2, 2, 2);
    }

    @Test
    void afterAnHourCountingBeginsAnew() {
        fail("ada", "192.0.2.1", 5);
        age(Duration.ofHours(1));
        assertCounts(failures.tally(attempt("ada", "192.0.2.1")), 0, 0, 0);

        fail("ada", "192.0.2.1", 1);
        assertCounts(failures.tally(attempt("ada", "192.0.2.1")), 1, 1, 1);
        age(Duration.ofHours(1));
        failures.sweep();
        assertThat(database.query("SELECT network FROM sign_in_failures", row -> row.string("network")))
                .isEmpty();
    }

    @Test
    void neighboursInOneNetworkOfIpv6AreOne() {
        fail("ada", "2001:db8::1", 1);
        fail("ada", "2001:db8::2", 1);
        assertCounts(failures.tally(attempt("ada", "2001:db8::3")), 2, 2, 2);
    }

    @Test
    void eachFailureIsInTheAuditTrailWithoutTheNameOfNobody() {
        failures.add(attempt("secret typed too early", "192.0.2.1"), null);
        Account ada = new Account(UUID.randomUUID(), "ada", Set.of(), true, Instant.EPOCH);
        failures.add(attempt("ada", "192.0.2.2"), ada);

        List<String> lines = database.query(
                "SELECT concat_ws(' ', actor, address, action, coalesce(target, 'null'), result) AS line FROM audit"
                        + " ORDER BY id",
                row -> row.string("line"));
        assertThat(lines)
                .containsExactly("anonymous 192.0.2.1 login null refused", "anonymous 192.0.2.2 login ada refused");
    }

    private void fail(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            failures.add(attempt(name, address), null);
        }
    }

    private void age(Duration by) {
        database.update("UPDATE sign_in_failures SET last_at = last_at - ? * interval '1 second'", by.toSeconds());
    }

    private static Attempt attempt(String name, String address) {
        return new Attempt(new Actor("anonymous", address), PasswordCheck.LOGIN, Sha256.of(name));
    }

    private static void assertCounts(Tally tally, long ofName, long here, long fromNetwork) {
        assertThat(tally.ofName()).isEqualTo(ofName);
        assertThat(tally.here().count()).isEqualTo(here);
        assertThat(tally.fromNetwork().count()).isEqualTo(fromNetwork);
    }
}
