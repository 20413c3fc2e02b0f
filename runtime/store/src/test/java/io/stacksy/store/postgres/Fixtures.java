package io.stacksy.store.postgres;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import io.stacksy.store.ToolSchemas.Script;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What many tests need. */
final class Fixtures {
    static final ToolName LINKS = new ToolName("links");
    static final Script LINKS_1 = new Script("V1__links.sql", "CREATE TABLE links (code text PRIMARY KEY);\n");
    static final Script LINKS_2 = new Script("V2__clicks.sql", "ALTER TABLE links ADD clicks bigint;\n");

    private Fixtures() {}

    static Revision links(String version) {
        return new Revision(LINKS, Version.parse(version), "0".repeat(64));
    }

    static @Nullable String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
