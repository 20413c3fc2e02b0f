package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * On whose behalf a connection is used, and so what it may see.
 *
 * @param role the database role to take on; empty for the login role itself
 * @param schema where its unqualified names live
 * @param statementTimeout how long one of its statements may run
 */
record SessionUser(Optional<String> role, String schema, Duration statementTimeout) {
    /** The platform itself. */
    static final SessionUser PLATFORM = new SessionUser(Optional.empty(), "stacksy", Duration.ofSeconds(5));

    private static final Duration TOOL_STATEMENT_TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_IDENTIFIER = 63;

    /** The role of {@code tool}, which owns the schema of the same name. */
    static SessionUser of(ToolName tool) {
        String name = roleName(tool);
        return new SessionUser(Optional.of(name), name, TOOL_STATEMENT_TIMEOUT);
    }

    /** A tool's name has no underscore, so none is lost; one too long for PostgreSQL is cut and told apart by a sum. */
    private static String roleName(ToolName tool) {
        String name = "tool_" + tool.value().replace('-', '_');
        if (name.length() <= LONGEST_IDENTIFIER) {
            return name;
        }
        CRC32 sum = new CRC32();
        sum.update(name.getBytes(StandardCharsets.US_ASCII));
        String suffix = "~" + HexFormat.of().toHexDigits((int) sum.getValue());
        return name.substring(0, LONGEST_IDENTIFIER - suffix.length()) + suffix;
    }

    /** The quoted name of the schema. */
    String quotedSchema() {
        return quote(schema);
    }

    /** The quoted name of the role, or {@code NONE}. */
    String quotedRole() {
        return role.map(SessionUser::quote).orElse("NONE");
    }

    /**
     * Statements, for one round trip, that turn a session that anybody has used into a fresh one of this user: none of
     * the settings, roles, locks, cursors, listeners and temporary tables that were there remain.
     */
    String takeOver() {
        return "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; CLOSE ALL; UNLISTEN *; DISCARD TEMP;"
                + " SELECT pg_advisory_unlock_all(); SET search_path TO " + quotedSchema() + ", pg_temp;"
                + " SET statement_timeout TO " + statementTimeout.toMillis() + "; SET ROLE " + quotedRole();
    }

    /** Quotes an identifier. */
    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
