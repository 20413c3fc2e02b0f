package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Actor;
import io.stacksy.settings.Choice;
import io.stacksy.settings.SettingException;
import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresSettingsTest {
    private static final Actor ANN = new Actor("ann", "192.0.2.1");
    private static final Optional<Instant> ALWAYS = Optional.empty();

    private final FakeNodeSettings node = new FakeNodeSettings();
    private Postgres postgres;
    private PostgresDatabase database;
    private PostgresSettings settings;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 2);
        database = new PostgresDatabase(postgres.pool());
        settings = new PostgresSettings(database, node);
    }

    @AfterEach
    void close() {
        settings.close();
        postgres.close();
    }

    @Test
    void theNodeGoesByWhatIsSetUntilItIsReset() {
        settings.set("RATE", "5/s", ALWAYS, ANN);
        assertThat(node.chosen).isEqualTo(Map.of("RATE", new Choice("5/s", ALWAYS)));
        settings.set("RATE", "6/s", ALWAYS, ANN);
        assertThat(node.chosen).isEqualTo(Map.of("RATE", new Choice("6/s", ALWAYS)));
        settings.reset("RATE", ANN);
        assertThat(node.chosen).isEmpty();
    }

    @Test
    void whatIsSetIsSeenByOtherNodesAndOutlivesThisOne() {
        FakeNodeSettings elsewhere = new FakeNodeSettings();
        PostgresSettings other = new PostgresSettings(database, elsewhere);
        settings.set("RATE", "5/s", ALWAYS, ANN);
        other.renew();
        assertThat(elsewhere.chosen).containsKey("RATE");
        other.close();
        FakeNodeSettings restarted = new FakeNodeSettings();
        new PostgresSettings(database, restarted).close();
        assertThat(restarted.chosen).containsKey("RATE");
    }

    @Test
    void whatIsSetForATimeEndsWithIt() {
        Instant soon = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
        settings.set("RATE", "5/s", Optional.of(soon), ANN);
        assertThat(node.chosen).isEqualTo(Map.of("RATE", new Choice("5/s", Optional.of(soon))));
        assertThat(database.update("UPDATE settings SET until = now() - interval '1 second'"))
                .isEqualTo(1);
        settings.renew();
        assertThat(node.chosen).isEmpty();
    }

    @Test
    void aChangeIsInTheAuditTrailWithWhatItWasBefore() {
        settings.set("RATE", "5/s", ALWAYS, ANN);
        settings.set("RATE", "6/s", Optional.of(Instant.parse("2999-01-01T00:00:00Z")), ANN);
        settings.reset("RATE", ANN);
        settings.reset("RATE", ANN);
        List<AuditLine> lines = new PostgresAuditTrail(database).lines(AuditTrail.Filter.ALL, 10, OptionalLong.empty());
        assertThat(lines).extracting(AuditLine::action).containsExactly("setting.reset", "setting.set", "setting.set");
        assertThat(lines)
                .extracting(AuditLine::details)
                .containsExactly(
                        Map.of("from", "6/s", "to", "off"),
                        Map.of("from", "5/s", "to", "6/s", "until", "2999-01-01T00:00:00Z"),
                        Map.of("from", "off", "to", "5/s"));
        assertThat(lines.get(0).actor()).isEqualTo("ann");
    }

    @Test
    void whatTheNodeDoesNotTakeIsNotStored() {
        assertThatThrownBy(() -> settings.set("RATE", "-1", ALWAYS, ANN)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> settings.set("PORT", "1", ALWAYS, ANN)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> settings.reset("PORT", ANN)).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> settings.reset("NONE", ANN)).isInstanceOf(SettingException.class);
        settings.renew();
        assertThat(node.chosen).isEmpty();
    }

    @Test
    void withoutTheDatabaseWhatIsKnownCountsAndNothingChanges() {
        settings.set("RATE", "5/s", ALWAYS, ANN);
        postgres.close();
        settings.renew();
        assertThatThrownBy(() -> settings.reset("RATE", ANN)).isInstanceOf(StoreException.class);
        assertThat(node.chosen).containsKey("RATE");
    }
}
