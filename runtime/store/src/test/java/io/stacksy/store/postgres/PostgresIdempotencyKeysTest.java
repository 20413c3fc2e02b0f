package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.IdempotencyKeys.Answer;
import io.stacksy.store.IdempotencyKeys.CarriedOut;
import io.stacksy.store.IdempotencyKeys.Claimed;
import io.stacksy.store.IdempotencyKeys.Header;
import io.stacksy.store.IdempotencyKeys.OtherRequest;
import io.stacksy.store.IdempotencyKeys.OwnedKey;
import io.stacksy.store.IdempotencyKeys.UnderWay;
import io.stacksy.store.IdempotencyKeys.Use;
import io.stacksy.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresIdempotencyKeysTest {
    private static final OwnedKey KEY = new OwnedKey("ann", "links", "k-1");
    private static final byte[] REQUEST = fingerprint(1);
    private static final byte[] OTHER = fingerprint(2);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Answer ANSWER = new Answer(
            "1.2.0",
            201,
            List.of(new Header("Location", "/api/links/a"), new Header("X-Note", ""), new Header("X-Note", "ü, \"b\"")),
            new byte[] {0, 1, -1});

    private Postgres postgres;
    private PostgresDatabase database;
    private PostgresIdempotencyKeys keys;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 8);
        database = new PostgresDatabase(postgres.pool());
        keys = new PostgresIdempotencyKeys(database, Duration.ofHours(24));
    }

    @AfterEach
    void close() {
        keys.close();
        postgres.close();
    }

    @Test
    void aRepeatGetsTheAnswerAsItWas() {
        assertThat(keys.answer(KEY, claim(KEY), ANSWER)).isTrue();
        assertThat(keys.claim(KEY, REQUEST, LEASE)).isInstanceOfSatisfying(CarriedOut.class, use -> {
            Answer kept = use.answer().orElseThrow();
            assertThat(kept.revision()).isEqualTo("1.2.0");
            assertThat(kept.status()).isEqualTo(201);
            assertThat(kept.headers()).isEqualTo(ANSWER.headers());
            assertThat(kept.body()).isEqualTo(ANSWER.body());
        });
    }

    @Test
    void anAnswerWithoutHeadersAndBodyIsOneToo() {
        keys.answer(KEY, claim(KEY), new Answer("1.0.0", 204, List.of(), new byte[0]));
        assertThat(keys.claim(KEY, REQUEST, LEASE)).isInstanceOfSatisfying(CarriedOut.class, use -> assertThat(
                        use.answer().orElseThrow().status())
                .isEqualTo(204));
    }

    @Test
    void ofManyAtOnceOneGetsTheKey() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Use>> all = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys.claim(KEY, REQUEST, LEASE), threads))
                    .toList();
            List<Use> uses = all.stream().map(CompletableFuture::join).toList();
            assertThat(uses).filteredOn(Claimed.class::isInstance).hasSize(1);
            assertThat(uses).filteredOn(new UnderWay()::equals).hasSize(199);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anotherRequestDoesNotGetTheKeyWhateverBecameOfTheFirst() {
        UUID claim = claim(KEY);
        assertThat(keys.claim(KEY, OTHER, LEASE)).isEqualTo(new OtherRequest());
        keys.answer(KEY, claim, ANSWER);
        assertThat(keys.claim(KEY, OTHER, LEASE)).isEqualTo(new OtherRequest());
    }

    @Test
    void aKeyIsItsCallersForOneToolAlone() {
        keys.answer(KEY, claim(KEY), ANSWER);
        assertThat(List.of(
                        new OwnedKey("ben", "links", "k-1"),
                        new OwnedKey("ann", "paste", "k-1"),
                        new OwnedKey("ann", "links", "k-2")))
                .allSatisfy(key -> assertThat(keys.claim(key, REQUEST, LEASE)).isInstanceOf(Claimed.class));
    }

    @Test
    void aKeyThatIsSpentHasNoAnswer() {
        assertThat(keys.spend(KEY, claim(KEY))).isTrue();
        assertThat(keys.claim(KEY, REQUEST, LEASE)).isEqualTo(new CarriedOut(Optional.empty()));
    }

    @Test
    void aKeyThatIsReleasedIsFree() {
        keys.release(KEY, claim(KEY));
        assertThat(keys.claim(KEY, OTHER, LEASE)).isInstanceOf(Claimed.class);
    }

    @Test
    void aClaimEndsByItself() {
        UUID dead = claim(KEY);
        pass(LEASE.minusSeconds(5));
        assertThat(keys.claim(KEY, REQUEST, LEASE)).isEqualTo(new UnderWay());
        pass(Duration.ofSeconds(5));
        UUID next = claim(KEY);
        assertThat(keys.answer(KEY, dead, ANSWER)).isFalse();
        assertThat(keys.spend(KEY, dead)).isFalse();
        keys.release(KEY, dead);
        assertThat(keys.answer(KEY, next, ANSWER)).isTrue();
    }

    @Test
    void whatWasAnsweredIsNotReleasedOrChanged() {
        UUID claim = claim(KEY);
        keys.answer(KEY, claim, ANSWER);
        keys.release(KEY, claim);
        assertThat(keys.spend(KEY, claim)).isFalse();
        assertThat(keys.claim(KEY, REQUEST, LEASE))
                .isInstanceOfSatisfying(
                        CarriedOut.class, use -> assertThat(use.answer()).isPresent());
    }

    @Test
    void aKeyIsFreeAgainAfterItsTime() {
        keys.answer(KEY, claim(KEY), ANSWER);
        pass(Duration.ofHours(23));
        assertThat(keys.claim(KEY, OTHER, LEASE)).isEqualTo(new OtherRequest());
        pass(Duration.ofHours(1));
        assertThat(keys.claim(KEY, OTHER, LEASE)).isInstanceOf(Claimed.class);
        assertThat(keys.claim(KEY, OTHER, LEASE)).isEqualTo(new UnderWay());
    }

    @Test
    void aClaimLastsEvenIfKeysAreOnRecordForLess() {
        IdempotencyKeys brief = new PostgresIdempotencyKeys(database, Duration.ofSeconds(1));
        brief.claim(KEY, REQUEST, LEASE);
        pass(LEASE.minusSeconds(5));
        assertThat(brief.claim(KEY, REQUEST, LEASE)).isEqualTo(new UnderWay());
    }

    @Test
    void whatIsOverIsDeletedBatchByBatch() {
        keys.answer(KEY, claim(KEY), ANSWER);
        database.update(
                """
                INSERT INTO idempotency_keys (caller, tool, key, fingerprint, claim, claimed_until, expires_at)
                SELECT 'ann', 'links', 'old-' || i, ?, gen_random_uuid(), now(), now() FROM generate_series(1, ?) AS i
                """,
                REQUEST,
                2 * PostgresIdempotencyKeys.BATCH + 1);
        keys.forgetOld();
        assertThat(database.query("SELECT key FROM idempotency_keys", row -> row.string("key")))
                .containsExactly("k-1");
    }

    @Test
    void withoutTheDatabaseNothingIsClaimed() {
        postgres.pool().close();
        assertThatThrownBy(() -> keys.claim(KEY, REQUEST, LEASE)).isInstanceOf(StoreException.class);
        keys.forgetOld(); // says so in the log and goes on
    }

    private UUID claim(OwnedKey key) {
        Use use = keys.claim(key, REQUEST, LEASE);
        assertThat(use).isInstanceOf(Claimed.class);
        return ((Claimed) use).claim();
    }

    /** Makes everything on record older. */
    private void pass(Duration time) {
        database.update(
                """
                UPDATE idempotency_keys SET claimed_until = claimed_until - ? * interval '1 ms',
                  expires_at = expires_at - ? * interval '1 ms'
                """,
                time.toMillis(),
                time.toMillis());
    }

    private static byte[] fingerprint(int value) {
        return String.valueOf(value).repeat(32).getBytes(StandardCharsets.US_ASCII);
    }
}
