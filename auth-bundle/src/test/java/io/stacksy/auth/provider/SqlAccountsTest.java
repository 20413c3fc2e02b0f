package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlAccountsTest {
    private static final Actor ROOT = new Actor("root", "192.0.2.7");
    private static final AccountChange DISABLE = new AccountChange(Optional.of(false), Optional.empty());

    private final Database database;
    private final SqlAccounts accounts;

    SqlAccountsTest(Database database) {
        this.database = database;
        this.accounts = new SqlAccounts(database);
    }

    @Test
    void keepsAnAccount() {
        Account ada = add("Ada", "user", "operator");

        assertThat(accounts.find(ada.id())).hasValue(ada);
        assertThat(accounts.credentials(new Username("aDa"))).hasValue(new Credentials(ada, "hash of Ada"));
        assertThat(accounts.credentials(new Username("nobody"))).isEmpty();
        assertThat(audit()).containsExactly("root 192.0.2.7 user.create Ada ok true {user,operator}");
    }

    @Test
    void aNameIsTakenInAnyLetterCase() {
        add("Ada");
        assertThat(accounts.add(new Credentials(account("ADA"), "hash"), ROOT)).isFalse();
        assertThat(audit()).hasSize(1);
    }

    @Test
    void theFirstAccountIsAddedOnce() {
        assertThat(accounts.isEmpty()).isTrue();
        assertThat(accounts.addFirst(new Credentials(account("admin", "admin"), "hash")))
                .isTrue();
        assertThat(accounts.addFirst(new Credentials(account("other", "admin"), "hash")))
                .isFalse();
        assertThat(accounts.isEmpty()).isFalse();
        assertThat(accounts.list(10, "")).extracting(Account::username).containsExactly("admin");
    }

    @Test
    void accountsComeByNameAPartAtATime() {
        List.of("charlie", "Bea", "ada", "dora").forEach(this::add);

        assertThat(accounts.list(2, "")).extracting(Account::username).containsExactly("ada", "Bea");
        assertThat(accounts.list(9, "BEA")).extracting(Account::username).containsExactly("charlie", "dora");
    }

    @Test
    void aChangeIsSeenByAllNodes() {
        Account ada = add("ada", "user");
        AccountChange change = new AccountChange(Optional.empty(), Optional.of(Set.of("operator")));
        Account after = new Account(ada.id(), "ada", Set.of("operator"), true, ada.createdAt());

        assertThat(accounts.change(ada.id(), change, ROOT)).isEqualTo(new Accounts.Outcome.Done(after));
        assertThat(accounts.find(ada.id())).hasValue(after);
        assertThat(new SqlStanding(database).within(Duration.ofMinutes(1)).changed())
                .containsEntry(ada.id(), after);
        assertThat(audit()).last().isEqualTo("root 192.0.2.7 user.change ada ok true {operator}");
    }

    @Test
    void aDisabledAccountLosesItsSessions() {
        Account ada = add("ada", "user");
        UUID session = session(ada);

        assertThat(accounts.change(ada.id(), DISABLE, ROOT)).isInstanceOf(Accounts.Outcome.Done.class);
        assertThat(new SqlStanding(database).within(Duration.ofMinutes(1)).revoked())
                .containsExactly(session);
    }

    @Test
    void aRemovedAccountIsGoneAndItsNameIsFree() {
        Account ada = add("ada", "user");
        UUID session = session(ada);

        assertThat(accounts.remove(ada.id(), ROOT)).isEqualTo(new Accounts.Outcome.Done(ada));
        assertThat(accounts.find(ada.id())).isEmpty();
        assertThat(accounts.list(10, "")).isEmpty();
        assertThat(accounts.remove(ada.id(), ROOT)).isInstanceOf(Accounts.Outcome.NotFound.class);
        Standing standing = new SqlStanding(database).within(Duration.ofMinutes(1));
        assertThat(standing.revoked()).containsExactly(session);
        assertThat(standing.changed().get(ada.id())).matches(account -> !account.enabled());
        assertThat(accounts.add(new Credentials(account("ada"), "hash"), ROOT)).isTrue();
    }

    @Test
    void theLastAdministratorStays() {
        Account first = add("first", "admin");
        AccountChange demote = new AccountChange(Optional.empty(), Optional.of(Set.of("user")));

        assertThat(accounts.remove(first.id(), ROOT)).isInstanceOf(Accounts.Outcome.LastAdmin.class);
        assertThat(accounts.change(first.id(), DISABLE, ROOT)).isInstanceOf(Accounts.Outcome.LastAdmin.class);
        assertThat(accounts.change(first.id(), demote, ROOT)).isInstanceOf(Accounts.Outcome.LastAdmin.class);

        add("second", "admin");
        assertThat(accounts.change(first.id(), demote, ROOT)).isInstanceOf(Accounts.Outcome.Done.class);
    }

    @Test
    void ofTwoAdministratorsThatDemoteEachOtherAtOnceOneStays() throws Exception {
        AccountChange demote = new AccountChange(Optional.empty(), Optional.of(Set.of("user")));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                Account one = add("one" + round, "admin");
                Account two = add("two" + round, "admin");
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Accounts.Outcome>> demoted = threads.invokeAll(List.of(
                        () -> {
                            start.await();
                            return accounts.change(one.id(), demote, ROOT);
                        },
                        () -> {
                            start.await();
                            return accounts.remove(two.id(), ROOT);
                        }));
                assertThat(List.of(demoted.get(0).get(), demoted.get(1).get()))
                        .filteredOn(Accounts.Outcome.LastAdmin.class::isInstance)
                        .hasSize(1);
                database.update("UPDATE accounts SET enabled = false");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aServiceAccountIsNoAdministratorThatCouldBeLeft() {
        Account robot = new Account(
                UUID.randomUUID(),
                "robot",
                Set.of("admin"),
                true,
                Instant.parse("2026-11-23T12:00:00Z"),
                AccountKind.SERVICE);
        assertThat(accounts.add(Credentials.none(robot), ROOT)).isTrue();
        Account first = add("first", "admin");

        assertThat(accounts.find(robot.id())).hasValue(robot);
        assertThat(accounts.find(new Username("ROBOT"))).hasValue(robot);
        assertThat(accounts.credentials(new Username("robot"))).isEmpty();
        assertThat(accounts.remove(first.id(), ROOT)).isInstanceOf(Accounts.Outcome.LastAdmin.class);
        assertThat(accounts.remove(robot.id(), ROOT)).isInstanceOf(Accounts.Outcome.Done.class);
    }

    @Test
    void anotherPasswordEndsTheSessions() {
        Account ada = add("ada", "user");
        UUID session = session(ada);
        AccountChange change = new AccountChange(Optional.empty(), Optional.empty(), Optional.of("another hash"));

        assertThat(accounts.change(ada.id(), change, ROOT)).isEqualTo(new Accounts.Outcome.Done(ada));
        assertThat(accounts.credentials(new Username("ada"))).hasValue(new Credentials(ada, "another hash"));
        assertThat(new SqlStanding(database).within(Duration.ofMinutes(1)).revoked())
                .containsExactly(session);
        assertThat(audit()).contains("root 192.0.2.7 password.change ada ok null null");
        assertThat(change.toString()).doesNotContain("another hash");
    }

    @Test
    void anAccountIsRecovered() {
        Account ada = add("Ada", "user");
        add("other", "admin");
        UUID session = session(ada);
        accounts.change(ada.id(), DISABLE, ROOT);
        Account wanted = account("ada", "admin");
        accounts.recover(new Credentials(wanted, "recovered"), Actor.node("admin reset"));

        Credentials recovered = accounts.credentials(new Username("ada")).orElseThrow();
        assertThat(recovered.passwordHash()).isEqualTo("recovered");
        assertThat(recovered.account().id()).isEqualTo(ada.id());
        assertThat(recovered.account().roles()).containsExactlyInAnyOrder("user", "admin");
        assertThat(recovered.account().enabled()).isTrue();
        assertThat(new SqlStanding(database).within(Duration.ofMinutes(1)).revoked())
                .contains(session);
        assertThat(audit()).last().isEqualTo("node local user.recover ada ok null null");
    }

    @Test
    void anAccountThatIsNotThereIsMadeToRecoverIt() {
        accounts.recover(new Credentials(account("ada", "admin"), "recovered"), Actor.node("admin reset"));
        assertThat(accounts.credentials(new Username("ada"))
                        .orElseThrow()
                        .account()
                        .isActiveAdmin())
                .isTrue();
    }

    @Test
    void aHashIsStrengthenedUnlessThePasswordChangedMeanwhile() {
        Account ada = add("ada", "user");
        UUID session = session(ada);

        assertThat(accounts.strengthen(ada.id(), "hash of ada", "stronger")).isTrue();
        assertThat(accounts.strengthen(ada.id(), "hash of ada", "late")).isFalse();
        assertThat(accounts.credentials(new Username("ada"))).hasValue(new Credentials(ada, "stronger"));
        assertThat(new SqlStanding(database).within(Duration.ofMinutes(1)).revoked())
                .doesNotContain(session);
    }

    @Test
    void whatWasRemovedLongAgoIsForgotten() {
        Account ada = add("ada", "user");
        accounts.remove(ada.id(), ROOT);
        accounts.sweep();
        assertThat(database.query("SELECT id FROM accounts", row -> row.uuid("id")))
                .containsExactly(ada.id());

        database.update("UPDATE accounts SET removed_at = now() - interval '3 days'");
        accounts.sweep();
        assertThat(database.query("SELECT id FROM accounts", row -> row.uuid("id")))
                .isEmpty();
    }

    private Account add(String username, String... roles) {
        Account account = account(username, roles);
        assertThat(accounts.add(new Credentials(account, "hash of " + username), ROOT))
                .isTrue();
        return account;
    }

    private static Account account(String username, String... roles) {
        return new Account(
                UUID.randomUUID(), username, Set.of(roles), true, Instant.parse("2026-11-23T12:00:00.123456Z"));
    }

    private UUID session(Account account) {
        Session session = new Session(UUID.randomUUID(), account, Instant.now().plusSeconds(60));
        assertThat(new SqlSessions(database)
                        .open(session, "hash of " + account.username(), Sha256.of("token"), Fixture.CLIENT))
                .isTrue();
        return session.id();
    }

    private List<String> audit() {
        return database.query(
                "SELECT concat_ws(' ', actor, address, action, coalesce(target, 'null'), result,"
                        + " coalesce(details->>'enabled', 'null'),"
                        + " coalesce((SELECT array_agg(role ORDER BY role DESC)::text"
                        + " FROM jsonb_array_elements_text(details->'roles') AS role), 'null')) AS line"
                        + " FROM audit WHERE action <> 'login' OR result <> 'ok' ORDER BY id",
                row -> row.string("line"));
    }
}
