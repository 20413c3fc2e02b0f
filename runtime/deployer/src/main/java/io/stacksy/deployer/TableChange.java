package io.stacksy.deployer;

import java.util.Optional;
import java.util.Set;

/** What one action of an {@code ALTER TABLE} takes away from revisions that know the table as it was. */
final class TableChange {
    private final String table;
    private final Set<String> newColumns;

    /** @param newColumns as {@code table.column}, those that are not known to such revisions; added to */
    TableChange(String table, Set<String> newColumns) {
        this.table = table;
        this.newColumns = newColumns;
    }

    /** Empty where it only expands. */
    Optional<String> finding(SqlStatement action) {
        if (action.take("add")) {
            return add(action);
        }
        if (action.take("drop")) {
            return drop(action);
        }
        if (action.take("alter")) {
            return alter(action);
        }
        if (action.take("rename")) {
            return rename(action);
        }
        boolean harmless = action.take("validate", "constraint")
                || action.take("set", "(")
                || action.take("reset", "(")
                || action.take("cluster")
                || action.take("set", "without", "cluster");
        return harmless
                ? Optional.empty()
                : Optional.of("changes the table " + table + " in a way that is not understood, and so counts as"
                        + " destructive: " + action);
    }

    private Optional<String> add(SqlStatement action) {
        if (action.takeOne("constraint", "check", "unique", "primary", "foreign", "exclude")) {
            return Optional.of("narrows the table " + table + " by a constraint");
        }
        action.take("column");
        boolean perhaps = action.take("if", "not", "exists");
        String column = action.takeName();
        if (!perhaps) {
            newColumns.add(table + "." + column);
        }
        boolean filled = (action.has("default") && !action.has("default", "null"))
                || action.has("generated")
                || action.has("serial")
                || action.has("bigserial")
                || action.has("smallserial");
        if (action.has("primary", "key")) {
            return Optional.of("narrows the table " + table + " by a primary key");
        }
        return action.has("not", "null") && !filled
                ? Optional.of("adds the column " + column + " of the table " + table
                        + ", which may not be null and has no default")
                : Optional.empty();
    }

    private Optional<String> drop(SqlStatement action) {
        boolean constraint = action.take("constraint");
        action.take("column");
        action.take("if", "exists");
        return Optional.of(
                "drops the " + (constraint ? "constraint " : "column ") + action.takeName() + " of the table " + table);
    }

    private Optional<String> alter(SqlStatement action) {
        if (action.take("constraint")) {
            return Optional.of("changes a constraint of the table " + table);
        }
        action.take("column");
        String column = action.takeName();
        if (newColumns.contains(table + "." + column)) {
            return Optional.empty();
        }
        String named = "the column " + column + " of the table " + table;
        if (action.take("set", "not", "null")) {
            return Optional.of("lets " + named + " no longer be null");
        }
        if (action.take("type") || action.take("set", "data", "type")) {
            return Optional.of("changes the type of " + named + " to " + action.takeName() + ", which may narrow it");
        }
        if (action.take("drop", "default")) {
            return Optional.of("takes the default from " + named);
        }
        boolean harmless = action.take("set", "default")
                || action.take("drop", "not", "null")
                || action.take("set", "statistics")
                || action.take("set", "storage")
                || action.take("set", "compression")
                || action.take("set", "(")
                || action.take("add", "generated");
        return harmless
                ? Optional.empty()
                : Optional.of("changes " + named + " in a way that is not understood, and so counts as destructive: "
                        + action);
    }

    private Optional<String> rename(SqlStatement action) {
        if (action.take("to")) {
            return Optional.of("renames the table " + table + " to " + action.takeName());
        }
        boolean constraint = action.take("constraint");
        action.take("column");
        String before = action.takeName();
        action.take("to");
        return Optional.of("renames the " + (constraint ? "constraint " : "column ") + before + " of the table " + table
                + " to " + action.takeName());
    }
}
