package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.LINKS_1;
import static io.stacksy.store.postgres.Fixtures.LINKS_2;
import static io.stacksy.store.postgres.Fixtures.ask;
import static io.stacksy.store.postgres.Fixtures.links;
import static io.stacksy.store.postgres.Fixtures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.ToolService;
import io.stacksy.deploy.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

@ExtendWith(PostgresServer.class)
class ToolDataSourcesTest {
    private static final Revision QR = new Revision(new ToolName("qr"), Version.parse("1.0.0"), "0".repeat(64));

    private Connector connector;
    private Pool pool;
    private ToolDataSources sources;
    private DataSource source;
    private volatile int allowed = 8;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        connector = server.freshDatabase();
        PostgresServer.Running.run(connector, "CREATE SCHEMA stacksy CREATE TABLE accounts (id int)");
        use(2);
        new PostgresToolSchemas(pool, connector).migrate(Fixtures.LINKS, List.of(LINKS_1));
    }

    private void use(int connections) {
        pool = new Pool(connector, connections, new PoolTimes());
        allowed = Math.max(1, connections / 2);
        sources = new ToolDataSources(pool, new ToolRoles(pool, connector), new FakeBudgets(() -> allowed));
        source = sources.open(links("1.0.0"));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void isWhatToolsAskFor() {
        assertThat(sources.type()).isEqualTo(DataSource.class);
        assertThat(source).hasToString("data source of links@1.0.0");
    }

    @Test
    void knowsWhatIsOutAndForHowLongItWas() throws SQLException {
        assertThat(sources.usage(source)).isEqualTo(ToolService.Usage.NONE);
        try (Connection connection = source.getConnection()) {
            run(connection, "SELECT pg_sleep(0.05)");
            assertThat(sources.usage(source).inUse()).isOne();
            assertThat(sources.usage(source).time()).isGreaterThan(Duration.ofMillis(50));
        }
        ToolService.Usage after = sources.usage(source);
        assertThat(after.inUse()).isZero();
        assertThat(after.time()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(20));
        assertThat(sources.usage(source)).isEqualTo(after);
    }

    @Test
    void actsAsTheToolInItsOwnSchema() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThat(ask(connection, "SELECT current_user || ' ' || current_schema"))
                    .isEqualTo("tool_links tool_links");
            run(connection, "INSERT INTO links VALUES ('a')");
            assertThatThrownBy(() -> run(connection, "SELECT * FROM stacksy.accounts"))
                    .hasMessageContaining("permission denied for schema stacksy");
        }
    }

    @Test
    void aToolWithoutScriptsHasASchemaWhenItFirstAsks() throws SQLException {
        try (Connection connection = sources.open(QR).getConnection()) {
            run(connection, "CREATE TABLE codes (id int)");
            assertThat(ask(connection, "SELECT tableowner FROM pg_tables WHERE tablename = 'codes'"))
                    .isEqualTo("tool_qr");
        }
    }

    @Test
    void nothingThatAToolLeavesInASessionReachesAnotherUser() throws SQLException {
        pool.close();
        use(1);
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.rollback();
            connection.setReadOnly(false);
            run(connection, "CREATE TEMP TABLE accounts (mine int)");
            run(connection, "SELECT pg_advisory_lock(7)");
            run(connection, "LISTEN news");
            run(connection, "SET work_mem TO '64kB'");
            run(connection, "RESET ROLE");
            run(connection, "SET SESSION AUTHORIZATION tool_links");
            connection.commit();
            run(connection, "INSERT INTO links VALUES ('uncommitted')");
        }
        try (Connection platform = pool.connection(SessionUser.PLATFORM)) {
            assertThat(platform.getAutoCommit()).isTrue();
            assertThat(platform.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(ask(platform, "SELECT current_user || ' ' || session_user || ' ' || current_schema"))
                    .isEqualTo("postgres postgres stacksy");
            assertThat(ask(platform, "SELECT to_regclass('accounts')")).isEqualTo("accounts");
            assertThat(ask(platform, "SELECT count(*) FROM pg_class WHERE relname = 'accounts'"))
                    .isEqualTo("1");
            assertThat(ask(platform, "SELECT count(*) FROM pg_listening_channels()"))
                    .isEqualTo("0");
            assertThat(ask(platform, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7"))
                    .isEqualTo("0");
            assertThat(ask(platform, "SHOW work_mem")).isEqualTo("4MB");
            assertThat(ask(platform, "SHOW statement_timeout")).isEqualTo("5s");
            assertThat(ask(platform, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(platform, "SELECT count(*) FROM tool_links.links")).isEqualTo("0");
        }
        try (Connection connection = source.getConnection()) {
            assertThat(ask(connection, "SELECT current_user")).isEqualTo("tool_links");
            assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("10s");
        }
    }

    @Test
    void aChangedSchemaDoesNotOutliveTheUseEvenForTheSameTool() throws SQLException {
        pool.close();
        use(1);
        try (Connection connection = source.getConnection()) {
            connection.setSchema("pg_catalog");
        }
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getSchema()).isEqualTo("tool_links");
        }
    }

    @Test
    void noObjectLeadsToThePoolsOrTheDriversOwn() throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT 1");
                ResultSet rows = statement.executeQuery();
                Statement plain = connection.createStatement();
                Statement call = connection.prepareCall("SELECT 1")) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isFalse();
            assertThatThrownBy(() -> connection.unwrap(PGConnection.class)).isInstanceOf(SQLException.class);
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
            assertThat(statement.getConnection()).isSameAs(connection);
            assertThat(plain.getConnection()).isSameAs(connection);
            assertThat(call.getConnection()).isSameAs(connection);
            assertThat(rows.getStatement()).isSameAs(statement);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(Set.of(connection, statement))
                    .contains(connection, statement)
                    .hasSize(2);
            assertThatThrownBy(() -> statement.unwrap(org.postgresql.PGStatement.class))
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> source.unwrap(Connector.class)).isInstanceOf(SQLException.class);
        assertThat(source.isWrapperFor(DataSource.class)).isTrue();
    }

    @Test
    void anErrorOfTheDatabaseReachesTheToolAsItIs() throws SQLException {
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> run(connection, "SELEC"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
        }
    }

    @Test
    void closingTwiceGivesBackOnce() throws SQLException {
        Connection connection = source.getConnection();
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
        try (Connection next = source.getConnection()) {
            assertThat(next.isValid(1)).isTrue();
        }
    }

    @Test
    void aToolHasItsShareAndNoMoreOverAllItsRevisions() throws SQLException {
        pool.close();
        use(3);
        DataSource upgrade = sources.open(links("1.1.0"));
        try (Connection only = source.getConnection()) {
            assertThat(only.isClosed()).isFalse();
            assertThatThrownBy(upgrade::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessage("tool 'links' has had all 1 connections that it may have in use for 2500 ms");
            try (Connection another = sources.open(QR).getConnection()) {
                assertThat(another.isValid(1)).isTrue();
            }
        }
        try (Connection free = upgrade.getConnection()) {
            assertThat(free.isValid(1)).isTrue();
        }
    }

    @Test
    void aShareFollowsTheToolsBudget() throws SQLException {
        pool.close();
        use(4);
        allowed = 1;
        try (Connection first = source.getConnection()) {
            assertThatThrownBy(source::getConnection).hasMessageContaining("all 1 connections");
            allowed = 2;
            try (Connection second = source.getConnection()) {
                assertThat(second).isNotSameAs(first);
            }
            allowed = 1;
            assertThatThrownBy(source::getConnection).hasMessageContaining("all 1 connections");
        }
        try (Connection free = source.getConnection()) {
            assertThat(free.isValid(1)).isTrue();
        }
    }

    @Test
    void allToolsTogetherLeaveTheRestToThePlatform() throws SQLException {
        pool.close();
        use(3);
        try (Connection first = source.getConnection();
                Connection second = sources.open(QR).getConnection()) {
            assertThat(first).isNotSameAs(second);
            Revision text = new Revision(new ToolName("text"), Version.parse("1.0.0"), "0".repeat(64));
            assertThatThrownBy(sources.open(text)::getConnection)
                    .hasMessage("tools have had all connections that they may have in use for 2500 ms");
            try (Connection platform = pool.connection(SessionUser.PLATFORM)) {
                assertThat(platform.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void anInterruptedToolStopsWaiting() throws SQLException {
        try (Connection only = source.getConnection()) {
            assertThat(only.isClosed()).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(source::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aRetiredRevisionLosesWhatItHasAndGetsNothingMore() throws SQLException {
        Connection kept = source.getConnection();
        sources.close(links("1.0.0"), source);
        assertThat(kept.isClosed()).isTrue();
        assertThatThrownBy(() -> run(kept, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(source::getConnection).hasMessage("links@1.0.0 is retired, its data source is closed");
        kept.close();
        try (Connection next = sources.open(links("1.1.0")).getConnection()) {
            assertThat(next.isValid(1)).isTrue();
        }
    }

    @Test
    void aStatementUnderWayEndsWhenItsRevisionIsRetired() throws Exception {
        Connection busy = source.getConnection();
        CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
            try {
                run(busy, "SELECT pg_sleep(9)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        try (Connection platform = pool.connection(SessionUser.PLATFORM)) {
            while (!"1"
                    .equals(ask(
                            platform,
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                    + " AND datname = current_database()"))) {
                Thread.onSpinWait();
            }
        }
        long start = System.nanoTime();
        sources.close(links("1.0.0"), source);
        assertThatThrownBy(query::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(java.io.IOException.class);
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void aMigrationUnderALiveRevisionBreaksNoneOfItsTransactions() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement("SELECT * FROM links")) {
                for (int i = 0; i < 10; i++) {
                    select.executeQuery().close();
                    connection.commit();
                }
                new PostgresToolSchemas(pool, connector).migrate(Fixtures.LINKS, List.of(LINKS_1, LINKS_2));
                select.executeQuery().close();
                connection.commit();
            }
        }
    }

    @Test
    void hasNoLoginOfItsOwn() {
        assertThatThrownBy(() -> source.getConnection("a", "b")).isInstanceOf(SQLException.class);
    }

    @Test
    void whoseConnectionHasBrokenIsToldThatWhateverItCallsNext() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            String session = ask(connection, "SELECT pg_backend_pid()");
            PostgresServer.Running.run(connector, "SELECT pg_terminate_backend(" + session + ", 10000)");
            assertThatThrownBy(() -> run(connection, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.setAutoCommit(true))
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessage("the connection has broken")
                    .extracting(thrown -> ((SQLException) thrown).getSQLState())
                    .isEqualTo("08003");
        }
    }

    @Test
    void saysThatTheDatabaseIsAwayAlsoToAToolThatHasHadNoConnectionYet() {
        DataSource first = sources.open(QR);
        connector.reach().lost(new SQLException("refused", "08001"));
        assertThatThrownBy(first::getConnection)
                .isInstanceOf(SQLTransientConnectionException.class)
                .extracting(thrown -> ((SQLException) thrown).getSQLState())
                .isEqualTo("08001");
    }
}
