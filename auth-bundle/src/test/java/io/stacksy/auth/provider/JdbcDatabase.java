package io.stacksy.auth.provider;

import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The platform's schema over plain JDBC, a connection for each call. */
final class JdbcDatabase implements Database {
    private final DataSource source;

    JdbcDatabase(DataSource source) {
        this.source = source;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false); // what is not committed is undone on closing
            T result = work.apply(new JdbcTransaction(connection));
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw StoreException.rejected(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        return inTransaction(transaction -> transaction.query(sql, mapper, parameters));
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        return inTransaction(transaction -> transaction.update(sql, parameters));
    }

    private record JdbcTransaction(Connection connection) implements Transaction {
        @Override
        public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
            try (PreparedStatement statement = prepare(sql, parameters);
                    ResultSet rows = statement.executeQuery()) {
                List<T> answer = new ArrayList<>();
                while (rows.next()) {
                    answer.add(mapper.apply(new JdbcRow(rows)));
                }
                return answer;
            } catch (SQLException e) {
                throw StoreException.rejected(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public int update(String sql, @Nullable Object... parameters) {
            try (PreparedStatement statement = prepare(sql, parameters)) {
                return statement.executeUpdate();
            } catch (SQLException e) {
                throw StoreException.rejected(String.valueOf(e.getMessage()), e);
            }
        }

        private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, convert(parameters[i]));
            }
            return statement;
        }

        private @Nullable Object convert(@Nullable Object parameter) throws SQLException {
            if (parameter instanceof Instant instant) {
                return instant.atOffset(ZoneOffset.UTC);
            }
            return parameter instanceof String[] texts ? connection.createArrayOf("text", texts) : parameter;
        }
    }

    private record JdbcRow(ResultSet rows) implements Row {
        @Override
        public String string(String column) {
            return get(() -> rows.getString(column));
        }

        @Override
        public Optional<String> optionalString(String column) {
            return optional(() -> rows.getString(column));
        }

        @Override
        public UUID uuid(String column) {
            return get(() -> rows.getObject(column, UUID.class));
        }

        @Override
        public long number(String column) {
            return get(() -> rows.getLong(column));
        }

        @Override
        public boolean flag(String column) {
            return get(() -> rows.getBoolean(column));
        }

        @Override
        public Instant instant(String column) {
            return optionalInstant(column).orElseThrow();
        }

        @Override
        public Optional<Instant> optionalInstant(String column) {
            return optional(() -> rows.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
        }

        @Override
        public byte[] bytes(String column) {
            return get(() -> rows.getBytes(column));
        }

        @Override
        public List<String> strings(String column) {
            return List.of(get(() -> (String[]) rows.getArray(column).getArray()));
        }

        private static <T> T get(Reading<T> reading) {
            return optional(reading).orElseThrow();
        }

        private static <T> Optional<T> optional(Reading<T> reading) {
            try {
                return Optional.ofNullable(reading.read());
            } catch (SQLException e) {
                throw StoreException.rejected(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private interface Reading<T> {
        @Nullable
        T read() throws SQLException;
    }
}
