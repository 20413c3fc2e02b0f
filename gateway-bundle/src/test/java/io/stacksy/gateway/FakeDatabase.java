package io.stacksy.gateway;

import io.stacksy.store.Database;
import io.stacksy.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database that is there or away. */
final class FakeDatabase implements Database {
    volatile boolean away;

    @Override
    public <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        if (away) {
            throw StoreException.unavailable(new IOException("away"));
        }
        return List.of();
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        throw new UnsupportedOperationException();
    }
}
