package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be written to the audit trail is not done. */
@ExtendWith(PlatformDatabase.class)
class AuditedTest {
    private static final Actor ROOT = new Actor("root", "192.0.2.7");
    private static final Sha256 FIRST = Sha256.of("first");

    private final Database database;
    private final Fixture fixture = new Fixture();
    private final SqlAccounts accounts;
    private final SqlSessions sessions;
    private final SqlSigningKeys keys;
    private final Account ada =
            new Account(UUID.randomUUID(), "ada", Set.of("user"), true, Instant.parse("2026-11-23T12:00:00Z"));
    private final Session session =
            new Session(UUID.randomUUID(), ada, Instant.now().plusSeconds(600));

    AuditedTest(Database database) {
        this.database = database;
        this.accounts = new SqlAccounts(database);
        this.sessions = new SqlSessions(database);
        this.keys = new SqlSigningKeys(database);
    }

    @BeforeEach
    void closeTheAuditTrail() {
        accounts.add(new Credentials(ada, "hash"), ROOT);
        sessions.open(session, "hash", FIRST, Fixture.CLIENT);
        sessions.rotate(FIRST, Sha256.of("second"), Fixture.CLIENT);
        keys.addFirst(fixture.key("key-1", KeyState.ACTIVE, Fixture.PAIR));
        database.update("ALTER TABLE audit ADD CONSTRAINT full_up CHECK (false) NOT VALID");
    }

    @Test
    void s40NoAccountChanges() {
        assertRefused(() -> accounts.add(new Credentials(fixture.account("bea", "user"), "hash"), ROOT));
        assertRefused(() -> accounts.change(ada.id(), AccountChange.password("other"), ROOT));
        assertRefused(() -> accounts.change(ada.id(), new AccountChange(Optional.of(false), Optional.empty()), ROOT));
        assertRefused(() -> accounts.remove(ada.id(), ROOT));

        assertThat(accounts.list(10, "")).containsExactly(ada);
        assertThat(accounts.credentials(new Username("ada"))).hasValue(new Credentials(ada, "hash"));
    }

    @Test
    void s40NoSessionBeginsOrEnds() {
        Session another = new Session(UUID.randomUUID(), ada, Instant.now().plusSeconds(600));
        assertRefused(() -> sessions.open(another, "hash", Sha256.of("another"), Fixture.CLIENT));
        assertRefused(() -> sessions.rotate(FIRST, Sha256.of("third"), Fixture.CLIENT)); // a token that is spent
        assertRefused(() -> sessions.close(FIRST, Fixture.CLIENT));
        assertRefused(() -> sessions.end(ada.id(), session.id(), Fixture.CLIENT));
        assertRefused(() -> sessions.endAll(ada.id(), Fixture.CLIENT));

        assertThat(sessions.list(ada.id(), 10, Optional.empty()))
                .extracting(OpenSession::id)
                .containsExactly(session.id());
    }

    @Test
    void s40NoFailureIsCountedWithoutItsLine() {
        SqlFailures failures = new SqlFailures(database);
        Attempt attempt = new Attempt(ROOT, PasswordCheck.LOGIN, Sha256.of("ada"));
        assertRefused(() -> failures.add(attempt, ada));
        assertThat(failures.tally(attempt).isClean()).isTrue();
    }

    @Test
    void s40NoKeyTakesAnothersPlace() {
        SigningKeys.Rotation rotation = new SigningKeys.Rotation(
                Optional.empty(),
                Optional.of("key-1"),
                fixture.key("key-2", KeyState.STANDBY, Fixture.OTHER_PAIR),
                Duration.ofMinutes(16));
        assertRefused(() -> keys.rotate(rotation, ROOT));
        assertThat(keys.all()).extracting(SigningKey::kid).isEqualTo(List.of("key-1"));
        assertThat(keys.all().get(0).state()).isEqualTo(KeyState.ACTIVE);
    }

    private static void assertRefused(Runnable change) {
        assertThatThrownBy(change::run).isInstanceOf(StoreException.class);
    }
}
