package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Actor;
import io.stacksy.deploy.Quarantine;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Version;
import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresIncidentsTest {
    private static final Actor ANN = new Actor("ann", "192.0.2.1");
    private static final Revision LINKS = new Revision(Fixtures.LINKS, Version.parse("1.2.0"), "0".repeat(64));
    private static final Quarantine BAD =
            new Quarantine(LINKS, Instant.parse("2026-01-02T03:04:05Z"), "5 times in trouble within 10 min");

    private Postgres postgres;
    private PostgresDatabase database;
    private PostgresIncidents incidents;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 2);
        database = new PostgresDatabase(postgres.pool());
        incidents = new PostgresIncidents(database);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    void aQuarantineLastsUntilItsRelease() {
        incidents.quarantine(BAD, ANN);
        incidents.quarantine(new Quarantine(LINKS, Instant.EPOCH, "again"), ANN);
        assertThat(incidents.quarantines()).containsExactly(BAD);
        incidents.release(LINKS, ANN);
        incidents.release(LINKS, ANN);
        assertThat(incidents.quarantines()).isEmpty();
        assertThat(lines())
                .extracting(line -> line.actor() + " " + line.action() + " "
                        + line.target().orElse("") + " "
                        + line.details().getOrDefault("reason", ""))
                .containsExactly(
                        "ann revision.released links@1.2.0 ",
                        "ann revision.quarantined links@1.2.0 5 times in trouble within 10 min");
    }

    @Test
    void aReleaseIsOfTheSameBytesAlone() {
        incidents.quarantine(BAD, ANN);
        incidents.release(new Revision(LINKS.tool(), LINKS.version(), "1".repeat(64)), ANN);
        assertThat(incidents.quarantines()).containsExactly(BAD);
    }

    @Test
    void aRevisionThatIsForgottenIsInNoQuarantine() {
        incidents.quarantine(BAD, ANN);
        new RevisionRows(database).delete(LINKS);
        assertThat(incidents.quarantines()).isEmpty();
    }

    @Test
    void troubleIsToldByItsKind() {
        incidents.note(LINKS, new Trouble(Trouble.Kind.HANGING, Instant.EPOCH, "3 requests keep their threads"));
        assertThat(lines()).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo("revision.troubled");
            assertThat(line.actor()).isEqualTo("node");
            assertThat(line.details())
                    .containsEntry("tool", "links")
                    .containsEntry("kind", "hanging")
                    .containsEntry("reason", "3 requests keep their threads")
                    .containsEntry("rule", "watch over tools");
        });
    }

    private List<AuditLine> lines() {
        return new PostgresAuditTrail(database).lines(AuditTrail.Filter.ALL, 10, OptionalLong.empty());
    }
}
