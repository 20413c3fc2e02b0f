package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.store.CallRecords.Calls;
import io.stacksy.store.Ledger;
import io.stacksy.store.Ledger.Loss;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresCallRecordsTest {
    private Postgres postgres;
    private PostgresDatabase database;
    private PostgresCallRecords records;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 3);
        database = new PostgresDatabase(postgres.pool());
        records = new PostgresCallRecords(database);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void addsUpWhatItIsGiven() {
        records.add(List.of(calls("links", "ann", 2), calls("links", "ben", 9), calls("links", "ann", 1)));
        records.add(List.of(calls("links", "ann", 4), calls("paste", "ann", 5)));
        records.add(List.of());
        assertThat(records.of(LINKS)).containsExactly(calls("links", "ben", 9), calls("links", "ann", 7));
    }

    @Test
    void countsFourteenDaysAndForgetsWhatIsOlder() {
        records.add(List.of(calls("links", "ann", 2)));
        age(14);
        records.add(List.of(calls("links", "ann", 1)));
        assertThat(records.of(LINKS)).containsExactly(calls("links", "ann", 3));
        age(1);
        assertThat(records.of(LINKS)).containsExactly(calls("links", "ann", 1));
        records.forgetOld();
        assertThat(database.query("SELECT count FROM calls", row -> row.number("count")))
                .containsExactly(1L);
    }

    @Test
    void keepsLossesWhateverBecomesOfTheRevision() {
        Ledger ledger = new PostgresLedger(postgres);
        ledger.addLosses(
                Fixtures.links("2.0.0"), List.of(new Loss("V3__a.sql", "drops a"), new Loss("V4__b.sql", "b")));
        ledger.addLosses(Fixtures.links("2.1.0"), List.of(new Loss("V3__a.sql", "drops the column a")));
        ledger.delete(Fixtures.links("2.0.0"));
        ledger.removeLosses(LINKS, List.of("V4__b.sql", "V9__none.sql"));
        assertThat(ledger.losses(LINKS)).containsExactly(new Loss("V3__a.sql", "drops the column a"));
    }

    private void age(int days) {
        database.update("UPDATE calls SET day = day - ?", days);
    }

    private static Calls calls(String tool, String client, long count) {
        return new Calls(tool, "GET", "/{code}/stats", client, count);
    }
}
