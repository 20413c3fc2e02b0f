package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.store.AuditLine;
import io.stacksy.store.AuditTrail;
import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresBudgetsTest {
    private static final Budget DEFAULTS =
            new Budget(128, Duration.ofMinutes(1), 1_000, 8, 50, Optional.of(Rate.parse("10/s")));
    private static final Budget SMALL =
            new Budget(4, Duration.ofSeconds(2), 10, 1, 0, Optional.of(Rate.parse("6000/m")));
    private static final Actor ANN = new Actor("ann", "192.0.2.1");

    private Postgres postgres;
    private PostgresDatabase database;
    private PostgresBudgets budgets;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        postgres = new Postgres(server.freshDatabase(), 2);
        database = new PostgresDatabase(postgres.pool());
        budgets = new PostgresBudgets(database, DEFAULTS);
    }

    @AfterEach
    void close() {
        budgets.close();
        postgres.close();
    }

    @Test
    void aToolHasTheDefaultsUntilItHasABudgetOfItsOwn() {
        assertThat(budgets.of("links")).isEqualTo(DEFAULTS);
        assertThat(budgets.isOwn(Fixtures.LINKS)).isFalse();
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        assertThat(budgets.of("links")).isEqualTo(SMALL);
        assertThat(budgets.of("other")).isEqualTo(DEFAULTS);
        assertThat(budgets.isOwn(Fixtures.LINKS)).isTrue();
        budgets.reset(Fixtures.LINKS, ANN);
        assertThat(budgets.of("links")).isEqualTo(DEFAULTS);
    }

    @Test
    void otherDefaultsHoldForAllThatHaveNoBudgetOfTheirOwn() {
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        Budget others = new Budget(7, Duration.ofMinutes(2), 2_000, 2, 10, Optional.empty());
        budgets.change(others);
        assertThat(budgets.of("other")).isEqualTo(others);
        assertThat(budgets.of("links")).isEqualTo(SMALL);
        budgets.reset(Fixtures.LINKS, ANN);
        assertThat(budgets.of("links")).isEqualTo(others);
    }

    @Test
    void aBudgetIsSeenByOtherNodesAndOutlivesThisOne() {
        PostgresBudgets other = new PostgresBudgets(database, DEFAULTS);
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        other.renew();
        assertThat(other.of("links")).isEqualTo(SMALL);
        other.close();
        PostgresBudgets later = new PostgresBudgets(database, DEFAULTS);
        assertThat(later.of("links")).isEqualTo(SMALL);
        later.close();
    }

    @Test
    void aToolMayBeFreeOfTheRateThatOthersHave() {
        Budget free = new Budget(4, Duration.ofSeconds(2), 10, 1, 0, Optional.empty());
        budgets.set(Fixtures.LINKS, free, ANN);
        budgets.renew();
        assertThat(budgets.of("links")).isEqualTo(free);
    }

    @Test
    void aBudgetFromBeforeThereWereRatesHasTheDefaultOne() {
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        assertThat(database.update("UPDATE tool_budgets SET rate = NULL")).isEqualTo(1);
        budgets.renew();
        assertThat(budgets.of("links").rate()).isEqualTo(DEFAULTS.rate());
    }

    @Test
    void aChangeIsInTheAuditTrail() {
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        budgets.reset(Fixtures.LINKS, ANN);
        budgets.reset(Fixtures.LINKS, ANN);
        assertThat(new PostgresAuditTrail(database).lines(AuditTrail.Filter.ALL, 10, OptionalLong.empty()))
                .extracting(AuditLine::action, line -> line.details().get("rate"))
                .containsExactly(tuple("budget.reset", "10/s"), tuple("budget.set", "6000/m"));
    }

    @Test
    void withoutTheDatabaseWhatIsKnownCountsAndNothingChanges() {
        budgets.set(Fixtures.LINKS, SMALL, ANN);
        postgres.close();
        budgets.renew();
        assertThat(budgets.of("links")).isEqualTo(SMALL);
        assertThatThrownBy(() -> budgets.reset(Fixtures.LINKS, ANN)).isInstanceOf(StoreException.class);
        assertThat(budgets.of("links")).isEqualTo(SMALL);
    }
}
