package io.stacksy.store.postgres;

import io.stacksy.store.Database;
import io.stacksy.store.Database.Row;
import io.stacksy.store.IdempotencyKeys;
import io.stacksy.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Idempotency keys in the platform's schema. The database's clock is the only one that counts. Thread-safe. */
@Component(service = IdempotencyKeys.class, configurationPid = "io.stacksy.store.idempotency")
@Designate(ocd = PostgresIdempotencyKeys.Config.class)
public final class PostgresIdempotencyKeys implements IdempotencyKeys {
    private static final Logger log = LoggerFactory.getLogger(PostgresIdempotencyKeys.class);
    private static final Duration PERIOD = Duration.ofMinutes(5);

    /** How many are deleted in one transaction. */
    static final int BATCH = 1_000;

    /** A row that is there gives way only if its time is over, or that of its claim. */
    private static final String CLAIM =
            """
            INSERT INTO idempotency_keys AS known (caller, tool, key, fingerprint, claim, claimed_until, expires_at)
            VALUES (?, ?, ?, ?, ?, now() + ? * interval '1 ms', now() + greatest(?, ?) * interval '1 ms')
            ON CONFLICT (caller, tool, key) DO UPDATE SET fingerprint = excluded.fingerprint, claim = excluded.claim,
              claimed_until = excluded.claimed_until, expires_at = excluded.expires_at, state = excluded.state,
              revision = NULL, status = NULL, headers = NULL, body = NULL
            WHERE known.expires_at <= now() OR (known.state = 'under_way' AND known.claimed_until <= now())
            """;

    private static final String FIND =
            """
            SELECT fingerprint = ? AS same, state, revision, status, headers, body
            FROM idempotency_keys WHERE caller = ? AND tool = ? AND key = ?
            """;
    private static final String ANSWER =
            """
            UPDATE idempotency_keys SET state = 'answered', revision = ?, status = ?, headers = ?, body = ?
            WHERE caller = ? AND tool = ? AND key = ? AND claim = ? AND state = 'under_way'
            """;
    private static final String SPEND =
            """
            UPDATE idempotency_keys SET state = 'not_kept'
            WHERE caller = ? AND tool = ? AND key = ? AND claim = ? AND state = 'under_way'
            """;
    private static final String RELEASE =
            """
            DELETE FROM idempotency_keys
            WHERE caller = ? AND tool = ? AND key = ? AND claim = ? AND state = 'under_way'
            """;
    /** Each node takes what no other is about to delete. */
    private static final String FORGET =
            """
            DELETE FROM idempotency_keys WHERE (caller, tool, key) IN (SELECT caller, tool, key FROM idempotency_keys
              WHERE expires_at <= now() ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private final Database database;
    private final Duration ttl;
    private final ScheduledExecutorService purge = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stacksy-idempotency");
        thread.setDaemon(true);
        return thread;
    });

    /** How long keys are on record. */
    @ObjectClassDefinition(name = "Stacksy idempotency keys")
    @interface Config {
        @AttributeDefinition(name = "Time limit", description = "How long a key is on record, in ms")
        long ttl_millis() default 24L * 60 * 60 * 1_000;
    }

    @Activate
    public PostgresIdempotencyKeys(@Reference Database database, Config config) {
        this(database, Duration.ofMillis(config.ttl_millis()));
        Future<?> unused = purge.scheduleWithFixedDelay(
                this::forgetOld, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    PostgresIdempotencyKeys(Database database, Duration ttl) {
        this.database = database;
        this.ttl = ttl;
    }

    @Deactivate
    void close() {
        purge.shutdownNow();
    }

    @Override
    public Use claim(OwnedKey key, byte[] fingerprint, Duration lease) {
        UUID claim = UUID.randomUUID();
        int claimed = database.update(
                CLAIM,
                key.caller(),
                key.tool(),
                key.value(),
                fingerprint,
                claim,
                lease.toMillis(),
                ttl.toMillis(),
                lease.toMillis());
        if (claimed > 0) {
            return new Claimed(claim);
        }
        return database
                .query(FIND, PostgresIdempotencyKeys::use, fingerprint, key.caller(), key.tool(), key.value())
                .stream()
                .findFirst()
                .orElseGet(UnderWay::new); // it was released between the two statements; the next repeat gets it
    }

    private static Use use(Row row) {
        if (!row.flag("same")) {
            return new OtherRequest();
        }
        return switch (row.string("state")) {
            case "answered" -> new CarriedOut(Optional.of(answer(row)));
            case "not_kept" -> new CarriedOut(Optional.empty());
            default -> new UnderWay();
        };
    }

    private static Answer answer(Row row) {
        List<String> lines = row.strings("headers");
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            headers.add(new Header(lines.get(i), lines.get(i + 1)));
        }
        return new Answer(row.string("revision"), Math.toIntExact(row.number("status")), headers, row.bytes("body"));
    }

    @Override
    public boolean answer(OwnedKey key, UUID claim, Answer answer) {
        String[] headers = answer.headers().stream()
                .flatMap(header -> List.of(header.name(), header.value()).stream())
                .toArray(String[]::new);
        return database.update(
                        ANSWER,
                        answer.revision(),
                        answer.status(),
                        headers,
                        answer.body(),
                        key.caller(),
                        key.tool(),
                        key.value(),
                        claim)
                > 0;
    }

    @Override
    public boolean spend(OwnedKey key, UUID claim) {
        return database.update(SPEND, key.caller(), key.tool(), key.value(), claim) > 0;
    }

    @Override
    public void release(OwnedKey key, UUID claim) {
        database.update(RELEASE, key.caller(), key.tool(), key.value(), claim);
    }

    /** Deletes what is over, batch by batch, so that no transaction is long. */
    void forgetOld() {
        try {
            int gone;
            do {
                gone = database.update(FORGET, BATCH);
            } while (gone == BATCH && !Thread.currentThread().isInterrupted());
        } catch (StoreException e) {
            log.debug("idempotency keys that are over stay for now: {}", e.getMessage());
        } catch (RuntimeException e) { // or there would be no next time
            log.error("idempotency keys that are over stay", e);
        }
    }
}
