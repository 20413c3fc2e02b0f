package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Plan.Migration;
import io.stacksy.store.ToolSchemas.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (b text NOT NULL); DROP TABLE a; ALTER TABLE a DROP COLUMN b",
                "create unlogged table a (b int); create unique index on a (b); delete from a; truncate a",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON links (owner)",
                "ALTER TABLE links ADD COLUMN title text, ADD note text NOT NULL DEFAULT ''",
                "ALTER TABLE links ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY NOT NULL",
                "ALTER TABLE links ADD COLUMN title text; UPDATE links SET title = url WHERE id > 1;"
                        + "ALTER TABLE links ALTER COLUMN title SET NOT NULL",
                "ALTER TABLE ONLY public.links ALTER owner DROP NOT NULL, ALTER owner SET DEFAULT 'x'",
                "ALTER TABLE links VALIDATE CONSTRAINT c; ALTER TABLE links SET (fillfactor = 80)",
                "ALTER TYPE state ADD VALUE 'gone'",
                "INSERT INTO links (url) VALUES ('; DROP TABLE links'), (E'\\'; DROP TABLE links')",
                "INSERT INTO links (url) VALUES ($$;DROP TABLE links$$), ($x$ $$ ; DROP TABLE links $x$)",
                "-- DROP TABLE links\n/* DROP /* TABLE */ links; */ COMMENT ON TABLE links IS 'x'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; DROP TABLE links $$",
                "GRANT SELECT ON links TO x; ANALYZE links; BEGIN; COMMIT; SET lock_timeout = '1s'",
                " \n ; ; "
            })
    void onlyExpands(String sql) {
        assertThat(judge(sql)).isEqualTo(new Migration("V1__x.sql", false, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ALTER TABLE links DROP COLUMN title | drops the column title of the table links",
                "alter table if exists only tool.links drop if exists \"Title\" | drops the column Title of the table links",
                "ALTER TABLE links DROP CONSTRAINT c | drops the constraint c of the table links",
                "ALTER TABLE links RENAME COLUMN a TO b | renames the column a of the table links to b",
                "ALTER TABLE links RENAME a TO b | renames the column a of the table links to b",
                "ALTER TABLE links RENAME TO urls | renames the table links to urls",
                "ALTER TABLE links ALTER a TYPE int | changes the type of the column a of the table links to int, which may narrow it",
                "ALTER TABLE links ALTER COLUMN a SET DATA TYPE int | changes the type of the column a of the table links to int, which may narrow it",
                "ALTER TABLE links ALTER a SET NOT NULL | lets the column a of the table links no longer be null",
                "ALTER TABLE links ALTER a DROP DEFAULT | takes the default from the column a of the table links",
                "ALTER TABLE links ADD a text NOT NULL | adds the column a of the table links, which may not be null and has no default",
                "ALTER TABLE links ADD a text NOT NULL DEFAULT NULL | adds the column a of the table links, which may not be null and has no default",
                "ALTER TABLE links ADD CONSTRAINT c CHECK (a > 0) | narrows the table links by a constraint",
                "ALTER TABLE links ADD a int PRIMARY KEY | narrows the table links by a primary key",
                "ALTER TABLE links ALTER CONSTRAINT c DEFERRABLE | changes a constraint of the table links",
                "CREATE UNIQUE INDEX i ON ONLY links (a) | narrows the table links by a unique index",
                "DROP TABLE IF EXISTS links | drops the table links",
                "CREATE TABLE a (); DROP TABLE a, links | drops the table links",
                "CREATE TABLE IF NOT EXISTS links (); DROP TABLE links | drops the table links",
                "DROP MATERIALIZED VIEW v | drops the materialized view v",
                "DROP INDEX CONCURRENTLY i | drops the index i",
                "DELETE FROM links USING x WHERE true | deletes rows of the table links",
                "TRUNCATE TABLE ONLY links | deletes rows of the table links",
                "UPDATE links SET a = 1 | overwrites rows of the table links",
                "UPDATE links SET (a, b) = (1, 2) | overwrites rows of the table links",
                "INSERT INTO links VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2 | overwrites rows of the table links",
                "REVOKE ALL ON links FROM x | takes rights away",
                "ALTER TABLE links ENABLE TRIGGER t | changes the table links in a way that is not understood, and so counts as destructive: enable trigger t",
                "ALTER TABLE links ALTER a FLY | changes the column a of the table links in a way that is not understood, and so counts as destructive: alter a fly",
                "DO $$ BEGIN END $$ | has a statement that is not understood, and so counts as destructive: do '",
                "SELECT f(1, 2) | has a statement that is not understood, and so counts as destructive: select f ( 1 …",
                "CREATE OR REPLACE VIEW v AS SELECT 1 | has a statement that is not understood, and so counts as destructive: create or replace view …"
            })
    void takesAway(String sql, String finding) {
        assertThat(judge(sql)).isEqualTo(new Migration("V1__x.sql", true, List.of(finding)));
    }

    @Test
    void knowsWhatScriptsBeforeHaveMade() {
        List<Migration> migrations = Judgement.of(List.of(
                new Script("V1__a.sql", "CREATE TABLE links (a int)"),
                new Script("V2__b.sql", "ALTER TABLE links DROP COLUMN a"),
                new Script("V3__c.sql", "DROP TABLE other; DROP VIEW v")));
        assertThat(migrations)
                .containsExactly(
                        new Migration("V1__a.sql", false, List.of()),
                        new Migration("V2__b.sql", false, List.of()),
                        new Migration("V3__c.sql", true, List.of("drops the table other", "drops the view v")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/* never ends", "$$ never ends", "'never ends", "\"never ends", "ALTER TABLE", "DROP", "("})
    void bearsWithWhatIsCutOff(String sql) {
        assertThat(judge(sql).script()).isEqualTo("V1__x.sql");
    }

    private static Migration judge(String sql) {
        return Judgement.of(List.of(new Script("V1__x.sql", sql))).get(0);
    }
}
