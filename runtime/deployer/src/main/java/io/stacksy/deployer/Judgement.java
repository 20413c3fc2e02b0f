package io.stacksy.deployer;

import io.stacksy.deploy.Plan.Migration;
import io.stacksy.store.ToolSchemas.Script;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What migrations do to revisions from before them: whether they only expand the schema, or take something away. What is
 * done to tables and columns that the same scripts have made is no loss to anybody. What is not understood counts as
 * destructive.
 */
final class Judgement {
    private final Set<String> tables = new HashSet<>();
    private final Set<String> columns = new HashSet<>();

    private Judgement() {}

    /** @param scripts those that have not run yet, in order */
    static List<Migration> of(List<Script> scripts) {
        Judgement judgement = new Judgement();
        return scripts.stream().map(judgement::judge).toList();
    }

    private Migration judge(Script script) {
        List<String> findings = new ArrayList<>();
        for (SqlStatement statement : SqlStatement.of(script.sql())) {
            judge(statement, findings);
        }
        return new Migration(script.name(), !findings.isEmpty(), findings);
    }

    private void judge(SqlStatement sql, List<String> findings) {
        if (sql.takeOne("comment", "analyze", "set", "reset", "begin", "commit", "start", "lock", "vacuum", "reindex")
                || sql.takeOne("grant", "show")) {
            return;
        }
        if (sql.take("create")) {
            create(sql).ifPresent(findings::add);
        } else if (sql.take("alter", "table")) {
            alterTable(sql, findings);
        } else if (sql.take("drop")) {
            drop(sql, findings);
        } else if (sql.take("insert", "into")) {
            String table = sql.takeName();
            if (!tables.contains(table) && sql.has("do", "update")) {
                findings.add("overwrites rows of the table " + table);
            }
        } else if (sql.take("update")) {
            update(sql).ifPresent(findings::add);
        } else if (sql.take("delete", "from") || sql.take("truncate", "table") || sql.take("truncate")) {
            for (SqlStatement part : sql.until("using", "where", "returning").parts()) {
                part.take("only");
                String table = part.takeName();
                if (!tables.contains(table)) {
                    findings.add("deletes rows of the table " + table);
                }
            }
        } else if (sql.take("revoke")) {
            findings.add("takes rights away");
        } else if (!isNewValue(sql)) {
            findings.add(notUnderstood(sql));
        }
    }

    private static String notUnderstood(SqlStatement sql) {
        return "has a statement that is not understood, and so counts as destructive: " + sql;
    }

    private static boolean isNewValue(SqlStatement sql) {
        if (!sql.take("alter", "type")) {
            return false;
        }
        sql.takeName();
        return sql.take("add", "value");
    }

    private Optional<String> create(SqlStatement sql) {
        sql.takeOne("global", "local");
        sql.takeOne("temporary", "temp", "unlogged");
        if (sql.take("table")) {
            boolean perhaps = sql.take("if", "not", "exists");
            String table = sql.takeName();
            if (!perhaps) {
                tables.add(table);
            }
            return Optional.empty();
        }
        if (sql.take("unique", "index")) {
            SqlStatement target = sql.after("on");
            target.take("only");
            String table = target.takeName();
            return tables.contains(table)
                    ? Optional.empty()
                    : Optional.of("narrows the table " + table + " by a unique index");
        }
        boolean adds = sql.takeOne("index", "view", "materialized", "sequence", "type", "domain", "schema", "extension")
                || sql.takeOne("function", "procedure", "aggregate", "collation", "statistics", "cast", "operator");
        return adds ? Optional.empty() : Optional.of(notUnderstood(sql));
    }

    private void drop(SqlStatement sql, List<String> findings) {
        String kind = sql.takeName();
        if (kind.equals("materialized")) {
            kind = kind + " " + sql.takeName();
        }
        sql.take("concurrently");
        sql.take("if", "exists");
        for (SqlStatement part : sql.parts()) {
            String name = part.takeName();
            if (!kind.equals("table") || !tables.contains(name)) {
                findings.add("drops the " + kind + " " + name);
            }
        }
    }

    private Optional<String> update(SqlStatement sql) {
        sql.take("only");
        String table = sql.takeName();
        SqlStatement changes = sql.after("set").until("from", "where", "returning");
        boolean onlyNew = !changes.isAtEnd()
                && changes.parts().stream().allMatch(part -> columns.contains(table + "." + part.takeName()));
        return tables.contains(table) || onlyNew
                ? Optional.empty()
                : Optional.of("overwrites rows of the table " + table);
    }

    private void alterTable(SqlStatement sql, List<String> findings) {
        sql.take("if", "exists");
        sql.take("only");
        String table = sql.takeName();
        sql.take("*");
        for (SqlStatement action : sql.parts()) {
            Optional<String> finding = new TableChange(table, columns).finding(action);
            finding.filter(found -> !tables.contains(table)).ifPresent(findings::add);
        }
    }
}
