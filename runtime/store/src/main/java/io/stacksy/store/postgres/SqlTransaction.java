package io.stacksy.store.postgres;

import io.stacksy.store.Database.Row;
import io.stacksy.store.Database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on one connection. Not thread-safe. */
final class SqlTransaction implements Transaction {
    private final Connection connection;

    SqlTransaction(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new ResultRow(rows);
                List<T> answer = new ArrayList<>();
                while (rows.next()) {
                    answer.add(mapper.apply(row));
                }
                return answer;
            }
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Instant instant) {
            // what PostgreSQL keeps; left to itself it would round up
            statement.setObject(index, instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (value instanceof String[] texts) {
            statement.setArray(index, connection.createArrayOf("text", texts));
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof UUID) {
            statement.setObject(index, value);
        } else {
            throw new IllegalArgumentException(
                    "not a type of parameter: " + value.getClass().getName());
        }
    }
}
