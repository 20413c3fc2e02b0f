package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import io.stacksy.store.StoreException.Reason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresDatabaseTest {
    private Pool pool;
    private Database database;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        pool = new Pool(server.freshDatabase(), 2, new PoolTimes());
        database = new PostgresDatabase(pool);
        database.update("CREATE SCHEMA stacksy");
        database.update("CREATE TABLE things (id uuid PRIMARY KEY, name text, size bigint, small boolean,"
                + " at timestamptz, bytes bytea, tags text[], CHECK (size < 1000))");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void keepsEveryKindOfValue() {
        UUID id = UUID.randomUUID();
        Instant at = Instant.parse("2026-11-01T12:00:00.123456789Z");
        insert(id, "näme", 7L, true, at, new byte[] {0, -1}, new String[] {"a", "b,\"c"});
        database.query(
                "SELECT * FROM things WHERE id = ?",
                row -> {
                    assertThat(row.uuid("id")).isEqualTo(id);
                    assertThat(row.string("name")).isEqualTo("näme");
                    assertThat(row.optionalString("name")).contains("näme");
                    assertThat(row.number("size")).isEqualTo(7);
                    assertThat(row.flag("small")).isTrue();
                    assertThat(row.instant("at")).isEqualTo("2026-11-01T12:00:00.123456Z");
                    assertThat(row.bytes("bytes")).containsExactly(0, -1);
                    return assertThat(row.strings("tags")).containsExactly("a", "b,\"c");
                },
                id);
    }

    @Test
    void tellsNullFromAValue() {
        insert(UUID.randomUUID(), null, null, null, null, null, null);
        database.query("SELECT * FROM things", row -> {
            assertThat(row.optionalString("name")).isEmpty();
            assertThat(row.optionalInstant("at")).isEmpty();
            assertThatThrownBy(() -> row.number("size")).hasMessage("column 'size' is null");
            assertThatThrownBy(() -> row.flag("small")).hasMessage("column 'small' is null");
            assertThatThrownBy(() -> row.strings("tags")).hasMessage("column 'tags' is null");
            assertThatThrownBy(() -> row.string("none")).satisfies(reason(Reason.REJECTED));
            return assertThatThrownBy(() -> row.instant("at")).hasMessage("column 'at' is null");
        });
    }

    @Test
    void commitsWorkThatReturns() {
        assertThat(database.<String>inTransaction(transaction -> {
                    transaction.update("INSERT INTO things (id, size) VALUES (?, ?)", UUID.randomUUID(), 1);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void rollsWorkBackThatThrows() {
        assertThatThrownBy(() -> database.inTransaction(transaction -> {
                    transaction.update("INSERT INTO things (id) VALUES (?)", UUID.randomUUID());
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasNoSuppressedExceptions();
        assertThat(count()).isZero();
    }

    @Test
    void tellsADuplicate() {
        UUID id = UUID.randomUUID();
        insert(id, "secret", null, null, null, null, null);
        assertThatThrownBy(() -> insert(id, "secret", null, null, null, null, null))
                .satisfies(reason(Reason.DUPLICATE))
                .hasMessage("there is one with that key already")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void rejectsWithoutNamingSqlOrValues() {
        assertThatThrownBy(() -> database.update(
                        "INSERT INTO things (id, name, size) VALUES (?, 'secret', 2000)", UUID.randomUUID()))
                .satisfies(reason(Reason.REJECTED))
                .hasMessage("the database refused a statement with SQLSTATE 23514");
    }

    @Test
    void rejectsATypeOfParameterThatItDoesNotKnow() {
        assertThatThrownBy(() -> database.update("SELECT ?", 1.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endsAStatementAtItsDeadline() {
        database.inTransaction(transaction -> {
            transaction.update("SET LOCAL statement_timeout TO 50");
            return assertThatThrownBy(() -> transaction.query("SELECT pg_sleep(5)", row -> row))
                    .satisfies(reason(Reason.UNAVAILABLE));
        });
    }

    @Test
    void isUnavailableWhenEveryConnectionIsTaken() throws SQLException {
        try (var first = pool.connection(SessionUser.PLATFORM);
                var second = pool.connection(SessionUser.PLATFORM)) {
            assertThat(first).isNotSameAs(second);
            assertThatThrownBy(this::count).satisfies(reason(Reason.UNAVAILABLE));
        }
    }

    @Test
    void isUnavailableToAnInterruptedThreadWhichStaysInterrupted() throws Exception {
        try (var first = pool.connection(SessionUser.PLATFORM);
                var second = pool.connection(SessionUser.PLATFORM)) {
            assertThat(first).isNotSameAs(second);
            Thread.currentThread().interrupt();
            assertThatThrownBy(this::count).satisfies(reason(Reason.UNAVAILABLE));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void losesAConnectionThatTheServerEndsAndGoesOnWithAnother() {
        assertThatThrownBy(() -> database.inTransaction(transaction -> {
                    transaction.query("SELECT pg_terminate_backend(pg_backend_pid())", row -> row);
                    return transaction.update("SELECT 1");
                }))
                .satisfies(reason(Reason.UNAVAILABLE));
        assertThat(count()).isZero();
    }

    private void insert(UUID id, @Nullable Object... rest) {
        @Nullable Object[] all = new @Nullable Object[7];
        all[0] = id;
        System.arraycopy(rest, 0, all, 1, rest.length);
        database.update("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?)", all);
    }

    private long count() {
        return database.query("SELECT count(*) AS n FROM things", row -> row.number("n"))
                .get(0);
    }

    private static Consumer<Throwable> reason(Reason reason) {
        return e -> assertThat(e).isInstanceOfSatisfying(StoreException.class, s -> assertThat(s.reason())
                .isEqualTo(reason));
    }
}
