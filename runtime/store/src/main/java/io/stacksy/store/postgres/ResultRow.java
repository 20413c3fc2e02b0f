package io.stacksy.store.postgres;

import io.stacksy.store.Database.Row;
import io.stacksy.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row at which a result set stands. */
final class ResultRow implements Row {
    private final ResultSet rows;

    ResultRow(ResultSet rows) {
        this.rows = rows;
    }

    @Override
    public String string(String column) {
        return present(column, read(() -> rows.getString(column)));
    }

    @Override
    public Optional<String> optionalString(String column) {
        return Optional.ofNullable(read(() -> rows.getString(column)));
    }

    @Override
    public UUID uuid(String column) {
        return present(column, read(() -> rows.getObject(column, UUID.class)));
    }

    @Override
    public long number(String column) {
        return present(column, read(() -> {
            long value = rows.getLong(column);
            return rows.wasNull() ? null : value;
        }));
    }

    @Override
    public boolean flag(String column) {
        return present(column, read(() -> {
            boolean value = rows.getBoolean(column);
            return rows.wasNull() ? null : value;
        }));
    }

    @Override
    public Instant instant(String column) {
        return present(column, time(column));
    }

    @Override
    public Optional<Instant> optionalInstant(String column) {
        return Optional.ofNullable(time(column));
    }

    private @Nullable Instant time(String column) {
        OffsetDateTime time = read(() -> rows.getObject(column, OffsetDateTime.class));
        return time == null ? null : time.toInstant();
    }

    @Override
    public byte[] bytes(String column) {
        return present(column, read(() -> rows.getBytes(column)));
    }

    @Override
    public List<String> strings(String column) {
        return List.of(present(column, read(() -> {
            java.sql.Array array = rows.getArray(column);
            return array == null ? null : (String[]) array.getArray();
        })));
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw StoreException.rejected("column '" + column + "' is null", null);
        }
        return value;
    }

    private static <T> @Nullable T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    /** One look into the row. */
    private interface Reading<T> {
        @Nullable
        T read() throws SQLException;
    }
}
