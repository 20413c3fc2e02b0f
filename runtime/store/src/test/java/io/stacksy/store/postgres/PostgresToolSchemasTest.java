package io.stacksy.store.postgres;

import static io.stacksy.store.postgres.Fixtures.LINKS_1;
import static io.stacksy.store.postgres.Fixtures.LINKS_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.deploy.ToolName;
import io.stacksy.store.StoreException;
import io.stacksy.store.StoreException.Reason;
import io.stacksy.store.ToolSchemas;
import io.stacksy.store.ToolSchemas.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class PostgresToolSchemasTest {
    private static final ToolName TOOL = new ToolName("short-links");

    private Connector connector;
    private Pool pool;
    private ToolSchemas schemas;

    @BeforeEach
    void open(PostgresServer.Running server) throws SQLException {
        use(server.freshDatabase());
    }

    private void use(Connector login) {
        connector = login;
        pool = new Pool(login, 2, new PoolTimes());
        schemas = new PostgresToolSchemas(pool, login);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void runsWhatIsPendingAsTheToolsRoleInTheToolsSchema() throws SQLException {
        schemas.migrate(TOOL, List.of(LINKS_1));
        assertThat(schemas.pending(TOOL, List.of(LINKS_2, LINKS_1))).containsExactly(LINKS_2);
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        assertThat(schemas.pending(TOOL, List.of(LINKS_1, LINKS_2))).isEmpty();
        assertThat(
                        ask(
                                "SELECT tableowner FROM pg_tables WHERE schemaname = 'tool_short_links' AND tablename = 'links'"))
                .isEqualTo("tool_short_links");
        assertThat(ask("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'tool_short_links'"))
                .isEqualTo("f");
    }

    @Test
    void orderIsByVersionNotByName() {
        Script tenth = new Script("V10__tenth.sql", "SELECT 10");
        Script ninth = new Script("V9_1__ninth.sql", "SELECT 9");
        assertThat(schemas.pending(new ToolName("never-seen"), List.of(tenth, ninth)))
                .containsExactly(ninth, tenth);
    }

    @Test
    void makesSchemaAndRoleOfAToolWithoutScripts() throws SQLException {
        schemas.migrate(new ToolName("bare"), List.of());
        assertThat(ask("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'tool_bare'"))
                .isEqualTo("tool_bare");
    }

    @Test
    void anOlderRevisionWithFewerScriptsIsFine() {
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        assertThatCode(() -> schemas.migrate(TOOL, List.of(LINKS_1))).doesNotThrowAnyException();
    }

    @Test
    void findingNothingToDoTakesNoTime() {
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best).isLessThan(10_000_000);
    }

    @Test
    void refusesAScriptThatHasRunWithOtherContent() {
        schemas.migrate(TOOL, List.of(LINKS_1));
        Script changed = new Script(LINKS_1.name(), LINKS_1.sql() + "CREATE TABLE more (id int);");
        assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(changed, LINKS_2)))
                .satisfies(failed("V1__links.sql has run with other content; put the change into a new script"));
        assertThat(schemas.pending(TOOL, List.of(LINKS_1, LINKS_2))).containsExactly(LINKS_2);
    }

    @Test
    void refusesScriptsThatDoNotFit() {
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        assertThatThrownBy(() -> schemas.pending(TOOL, List.of(new Script("V2__other.sql", "SELECT 1"))))
                .satisfies(failed("V2__other.sql has the version of V2__clicks.sql, which has run;"
                        + " give it a higher version"));
        assertThatThrownBy(() -> schemas.pending(TOOL, List.of(LINKS_1, new Script("V1_1__late.sql", "SELECT 1"))))
                .satisfies(failed("V1_1__late.sql is older than V2, which has run; give it a higher version"));
        assertThatThrownBy(() -> schemas.pending(TOOL, List.of(LINKS_1, new Script("V1__twice.sql", "SELECT 1"))))
                .satisfies(failed("V1__twice.sql has the same version as V1__links.sql"));
        assertThatThrownBy(() -> schemas.pending(TOOL, List.of(new Script("R__view.sql", "SELECT 1"))))
                .satisfies(failed("R__view.sql is not named like a migration: V<version>__<what it does>.sql"));
    }

    @Test
    void undoesEverythingWhenAScriptFailsAndRunsItWhenItIsMended() throws SQLException {
        schemas.migrate(TOOL, List.of(LINKS_1));
        Script broken = new Script("V3__broken.sql", "CREATE TABLE a (id int);\n\nALTER TABLE b ADD c int;\n");
        assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2, broken)))
                .satisfies(failed("V3__broken.sql failed in the statement at line 3: relation \"b\" does not exist"));
        assertThat(schemas.pending(TOOL, List.of(LINKS_1, LINKS_2))).containsExactly(LINKS_2);
        assertThat(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'tool_short_links' AND tablename = 'a'"))
                .isEqualTo("0");

        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2, new Script(broken.name(), "CREATE TABLE a (id int)")));
        assertThat(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'tool_short_links' AND tablename = 'a'"))
                .isEqualTo("1");
    }

    @Test
    void namesTheScriptThatIsNotSql() {
        assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(new Script("V1__links.sql", "MAKE TABLE 'x"))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MIGRATION_FAILED))
                .hasMessageContaining("V1__links.sql");
    }

    @Test
    void aScriptThatCannotRunInATransactionRunsAndCanBeMended() throws SQLException {
        Script broken = new Script(LINKS_2.name(), "CREATE INDEX CONCURRENTLY none ON nothing (id);");
        assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(LINKS_1, broken)))
                .satisfies(failed(
                        "V2__clicks.sql failed in the statement at line 1: relation \"nothing\" does not exist"));
        schemas.migrate(
                TOOL,
                List.of(
                        LINKS_1,
                        new Script(LINKS_2.name(), "CREATE INDEX CONCURRENTLY upper ON links (upper(code));")));
        assertThat(ask("SELECT count(*) FROM pg_indexes WHERE indexname = 'upper'"))
                .isEqualTo("1");
    }

    @Test
    void givesUpSoonOnATableThatIsInUse() throws SQLException {
        schemas.migrate(TOOL, List.of(LINKS_1));
        try (Connection busy = connector.getConnection()) {
            busy.setAutoCommit(false);
            Fixtures.run(busy, "LOCK TABLE tool_short_links.links");
            assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2)))
                    .satisfies(failed("V2__clicks.sql failed in the statement at line 1:"
                            + " canceling statement due to lock timeout"));
        }
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
    }

    @Test
    void aRoleSeesNeitherThePlatformNorAnotherToolNorPublic() throws SQLException {
        PostgresServer.Running.run(connector, "CREATE SCHEMA stacksy CREATE TABLE accounts (id int)");
        schemas.migrate(new ToolName("other"), List.of(LINKS_1));
        for (String sql : List.of(
                "SELECT count(*) FROM stacksy.accounts",
                "SELECT count(*) FROM tool_other.links",
                "SELECT count(*) FROM tool_other.flyway_schema_history",
                "CREATE TABLE public.x (id int)",
                "CREATE SCHEMA mine",
                "CREATE ROLE mine",
                "GRANT tool_other TO tool_short_links")) {
            assertThatThrownBy(() -> schemas.migrate(TOOL, List.of(new Script("V1__spy.sql", sql))))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void twoNodesThatMigrateOneToolAtOnceDoItOnce() {
        ToolSchemas other = new PostgresToolSchemas(pool, connector);
        CompletableFuture<Void> there =
                CompletableFuture.runAsync(() -> other.migrate(TOOL, List.of(LINKS_1, LINKS_2)));
        schemas.migrate(TOOL, List.of(LINKS_1, LINKS_2));
        there.join();
        assertThat(schemas.pending(TOOL, List.of(LINKS_1, LINKS_2))).isEmpty();
    }

    @Test
    void tellsToolsWithLongNamesApart() {
        String name = "a".repeat(62);
        assertThat(SessionUser.of(new ToolName(name + "b")).schema())
                .hasSize(63)
                .isNotEqualTo(SessionUser.of(new ToolName(name + "c")).schema());
    }

    @Test
    void worksWithALoginThatMayOnlyCreateRolesAndSchemas(PostgresServer.Running server) throws SQLException {
        close();
        PostgresServer.Running.run(connector, "CREATE ROLE keeper LOGIN CREATEROLE");
        PostgresServer.Running.run(connector, "GRANT CREATE ON DATABASE " + server.name(connector) + " TO keeper");
        use(server.sameDatabase(connector, "keeper"));
        ToolName kept = new ToolName("kept");
        schemas.migrate(kept, List.of(LINKS_1));
        assertThat(schemas.pending(kept, List.of(LINKS_1))).isEmpty();
    }

    @Test
    void saysWhichRightToGrant(PostgresServer.Running server) throws SQLException {
        close();
        PostgresServer.Running.run(connector, "CREATE ROLE weak LOGIN");
        PostgresServer.Running.run(connector, "CREATE ROLE tool_taken");
        use(server.sameDatabase(connector, "weak"));
        assertThatThrownBy(() -> schemas.migrate(new ToolName("fresh"), List.of(LINKS_1)))
                .hasMessage("the database user 'weak' may not create roles for tools; as a superuser, run:"
                        + " ALTER ROLE \"weak\" CREATEROLE");
        assertThatThrownBy(() -> schemas.migrate(new ToolName("taken"), List.of(LINKS_1)))
                .hasMessage("the database user 'weak' may not act as the role 'tool_taken', which is there already;"
                        + " as a superuser, run: GRANT \"tool_taken\" TO \"weak\"");
    }

    private @Nullable String ask(String sql) throws SQLException {
        try (Connection connection = connector.getConnection()) {
            return Fixtures.ask(connection, sql);
        }
    }

    private static Consumer<Throwable> failed(String message) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        StoreException.class, s -> assertThat(s.reason()).isEqualTo(Reason.MIGRATION_FAILED))
                .hasMessage(message);
    }
}
