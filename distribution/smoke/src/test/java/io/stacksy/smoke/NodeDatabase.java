package io.stacksy.smoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The database that a node runs in its data folder, as whoever may read that folder sees it. */
final class NodeDatabase implements AutoCloseable {
    private final Connection connection;

    private NodeDatabase(Connection connection) {
        this.connection = connection;
    }

    static NodeDatabase of(Node node) {
        try {
            String url = "jdbc:postgresql://127.0.0.1:" + text(node.data().resolve("postgres-port")) + "/stacksy";
            Connection connection =
                    DriverManager.getConnection(url, "stacksy", text(node.data().resolve("postgres-password")));
            connection.setSchema("stacksy");
            return new NodeDatabase(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int update(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of each row, as text. */
    List<String> texts(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    byte[] bytes(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getBytes(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Every row of every table as text, in which bytes are hexadecimal. */
    List<String> dump() {
        List<String> tables = texts("SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
                + " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                + " AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
        List<String> rows = new ArrayList<>();
        for (String table : tables) {
            texts("SELECT t::text FROM " + table + " AS t").forEach(row -> rows.add(table + " " + row));
        }
        return rows;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
