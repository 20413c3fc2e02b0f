package io.stacksy.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The platform's own schema in PostgreSQL, without JDBC. Every call has a deadline. Thread-safe.
 *
 * <p>Parameters are {@code String}, {@code Integer}, {@code Long}, {@code Boolean}, {@code UUID}, {@code Instant},
 * {@code byte[]}, {@code String[]} (a {@code text[]}) or null; SQL names them by {@code ?}.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface Database {
    /** Runs {@code work} in one transaction: committed when it returns, rolled back when it throws. */
    <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work);

    /** The rows of one query, outside of any other transaction. */
    <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters);

    /** Runs one statement in a transaction of its own and returns how many rows it touched. */
    int update(String sql, @Nullable Object... parameters);

    /** One running transaction. Not thread-safe; not to be used after the work that it was given to. */
    @ProviderType
    interface Transaction {
        <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters);

        int update(String sql, @Nullable Object... parameters);
    }

    /** One row of an answer, by column name. Valid only while it is being mapped. */
    @ProviderType
    interface Row {
        /** Throws if the column is null there; the others of this kind as well. */
        String string(String column);

        Optional<String> optionalString(String column);

        UUID uuid(String column);

        long number(String column);

        boolean flag(String column);

        Instant instant(String column);

        Optional<Instant> optionalInstant(String column);

        byte[] bytes(String column);

        /** The elements of a {@code text[]}. */
        List<String> strings(String column);
    }
}
