package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformDatabase.class)
class SqlSessionsTest {
    private static final Sha256 FIRST = Sha256.of("first");
    private static final Sha256 SECOND = Sha256.of("second");
    private static final Sha256 THIRD = Sha256.of("third");

    private final Database database;
    private final SqlAccounts accounts;
    private final SqlSessions sessions;
    private final Account ada = new Account(
            UUID.randomUUID(), "ada", Set.of("user"), true, Instant.now().truncatedTo(ChronoUnit.MILLIS));

    SqlSessionsTest(Database database) {
        this.database = database;
        this.accounts = new SqlAccounts(database);
        this.sessions = new SqlSessions(database);
        assertThat(accounts.add(new Credentials(ada, "hash"), Actor.node("test")))
                .isTrue();
    }

    @Test
    void aRefreshTokenIsSpentForTheNext() {
        Session session = open(Duration.ofDays(1));

        assertThat(rotate(FIRST, SECOND)).isEqualTo(new Sessions.Rotation.Rotated(session));
        assertThat(rotate(SECOND, THIRD)).isEqualTo(new Sessions.Rotation.Rotated(session));
        assertThat(rotate(Sha256.of("unknown"), THIRD)).isInstanceOf(Sessions.Rotation.Refused.class);
        assertThat(audit()).containsExactly("ada login ada ok");
    }

    @Test
    void s8ASpentRefreshTokenEndsTheSessionForGood() {
        Session session = open(Duration.ofDays(1));
        rotate(FIRST, SECOND);

        assertThat(rotate(FIRST, THIRD)).isEqualTo(new Sessions.Rotation.Reused(session.id()));
        assertThat(rotate(SECOND, THIRD)).isInstanceOf(Sessions.Rotation.Refused.class);
        assertThat(revoked()).containsExactly(session.id());
        assertThat(audit()).containsExactly("ada login ada ok", "anonymous refresh.reuse ada refused");
    }

    @Test
    void s9OfFiftyRefreshesAtOnceOneSucceeds() {
        open(Duration.ofDays(1));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<CompletableFuture<Sessions.Rotation>> all = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> rotate(FIRST, Sha256.of("next" + i)), threads))
                    .toList();
            assertThat(all.stream().map(CompletableFuture::join))
                    .filteredOn(Sessions.Rotation.Rotated.class::isInstance)
                    .hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(revoked()).hasSize(1);
    }

    @Test
    void s10NoRefreshAfterTheEnd() {
        open(Duration.ofSeconds(-1));
        assertThat(rotate(FIRST, SECOND)).isInstanceOf(Sessions.Rotation.Refused.class);
    }

    @Test
    void s10NoRefreshAfterLogout() {
        Session session = open(Duration.ofDays(1));
        assertThat(sessions.close(FIRST, Fixture.CLIENT)).hasValue(session.id());
        assertThat(sessions.close(Sha256.of("unknown"), Fixture.CLIENT)).isEmpty();
        sessions.close(session.id(), Fixture.CLIENT);

        assertThat(rotate(FIRST, SECOND)).isInstanceOf(Sessions.Rotation.Refused.class);
        assertThat(revoked()).containsExactly(session.id());
        assertThat(audit()).containsExactly("ada login ada ok", "ada logout ada ok");
    }

    @Test
    void s10NoRefreshByADisabledUser() {
        open(Duration.ofDays(1));
        accounts.change(ada.id(), new AccountChange(Optional.of(false), Optional.empty()), Actor.node("test"));

        assertThat(rotate(FIRST, SECOND)).isInstanceOf(Sessions.Rotation.Refused.class);
        Session another = new Session(UUID.randomUUID(), ada, Instant.now().plusSeconds(60));
        assertThat(sessions.open(another, "hash", SECOND, Fixture.CLIENT)).isFalse();
    }

    @Test
    void rolesAreThoseOfTheMomentOfTheRefresh() {
        open(Duration.ofDays(1));
        AccountChange change = new AccountChange(Optional.empty(), Optional.of(Set.of("operator")));
        accounts.change(ada.id(), change, Actor.node("test"));

        assertThat(rotate(FIRST, SECOND)).isInstanceOfSatisfying(Sessions.Rotation.Rotated.class, rotated -> assertThat(
                        rotated.session().account().roles())
                .containsExactly("operator"));
    }

    @Test
    void s10NoSessionOnAPasswordThatWasChangedMeanwhile() {
        open(Duration.ofDays(1));
        assertThat(accounts.change(ada.id(), AccountChange.password("other"), Actor.node("test")))
                .isInstanceOf(Accounts.Outcome.Done.class);

        assertThat(rotate(FIRST, SECOND)).isInstanceOf(Sessions.Rotation.Refused.class);
        Session late = new Session(UUID.randomUUID(), ada, Instant.now().plusSeconds(60));
        assertThat(sessions.open(late, "hash", SECOND, Fixture.CLIENT)).isFalse();
        assertThat(sessions.open(late, "other", SECOND, Fixture.CLIENT)).isTrue();
    }

    @Test
    void sessionsAreListedNewestFirstAndEndedByTheirOwnerAlone() {
        Session first = open(Duration.ofDays(1));
        Session second = open(Duration.ofDays(1), SECOND);
        open(Duration.ofDays(-1), THIRD);

        assertThat(sessions.list(ada.id(), 10, Optional.empty()))
                .extracting(OpenSession::id)
                .containsExactly(second.id(), first.id());
        assertThat(sessions.list(ada.id(), 1, Optional.of(second.id())))
                .extracting(OpenSession::id)
                .containsExactly(first.id());
        assertThat(sessions.list(UUID.randomUUID(), 10, Optional.empty())).isEmpty();
        assertThat(sessions.find(UUID.randomUUID(), first.id())).isEmpty();
        assertThat(sessions.end(UUID.randomUUID(), first.id(), Fixture.CLIENT)).isFalse();

        assertThat(sessions.end(ada.id(), first.id(), Fixture.CLIENT)).isTrue();
        assertThat(sessions.end(ada.id(), first.id(), Fixture.CLIENT)).isFalse();
        assertThat(sessions.find(ada.id(), first.id())).isEmpty();
        assertThat(sessions.find(ada.id(), second.id())).isPresent();
        assertThat(sessions.endAll(ada.id(), Fixture.CLIENT)).contains(second.id());
        assertThat(sessions.endAll(ada.id(), Fixture.CLIENT)).isEmpty();
        assertThat(audit())
                .filteredOn(line -> line.equals("ada session.end ada ok"))
                .hasSize(2);
    }

    @Test
    void aSessionTellsWhereItWasLastUsedFrom() {
        Session session = open(Duration.ofDays(1));
        OpenSession opened = sessions.find(ada.id(), session.id()).orElseThrow();
        assertThat(opened.client()).hasValue(Fixture.CLIENT);
        assertThat(opened.expiresAt()).isEqualTo(session.expiresAt());

        Client phone = new Client("192.0.2.9", Optional.of("phone"));
        sessions.rotate(FIRST, SECOND, phone);
        OpenSession used = sessions.find(ada.id(), session.id()).orElseThrow();
        assertThat(used.client()).hasValue(phone);
        assertThat(used.lastUsedAt()).isAfter(opened.lastUsedAt());
    }

    @Test
    void whatEndedLongAgoIsForgotten() {
        open(Duration.ofDays(-2));
        sessions.sweep();
        assertThat(database.query("SELECT id FROM sessions", row -> row.uuid("id")))
                .isEmpty();
        assertThat(database.query("SELECT session FROM refresh_tokens", row -> row.uuid("session")))
                .isEmpty();
    }

    private Session open(Duration ttl) {
        return open(ttl, FIRST);
    }

    private Session open(Duration ttl, Sha256 refresh) {
        Instant end = Instant.now().plus(ttl).truncatedTo(ChronoUnit.MILLIS);
        Session session = new Session(UUID.randomUUID(), ada, end);
        assertThat(sessions.open(session, "hash", refresh, Fixture.CLIENT)).isTrue();
        return session;
    }

    private Sessions.Rotation rotate(Sha256 spent, Sha256 next) {
        return sessions.rotate(spent, next, Fixture.CLIENT);
    }

    private Set<UUID> revoked() {
        return new SqlStanding(database).within(Duration.ofMinutes(1)).revoked();
    }

    private List<String> audit() {
        return database.query(
                "SELECT concat_ws(' ', actor, action, target, result) AS line FROM audit"
                        + " WHERE action NOT LIKE 'user.%' ORDER BY id",
                row -> row.string("line"));
    }
}
