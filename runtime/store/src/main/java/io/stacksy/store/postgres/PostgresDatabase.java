package io.stacksy.store.postgres;

import io.stacksy.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The platform's schema in PostgreSQL. The server ends a statement at its time-out, the connection ends when no answer
 * comes at all.
 */
@Component(service = Database.class)
public final class PostgresDatabase implements Database {
    private final Pool pool;

    @Activate
    public PostgresDatabase(@Reference Postgres postgres) {
        this(postgres.pool());
    }

    PostgresDatabase(Pool pool) {
        this.pool = pool;
    }

    @Override
    public <T extends @Nullable Object> T inTransaction(Function<Transaction, T> work) {
        return transact(work::apply);
    }

    /** The same for work of this bundle, which may use the connection. What is not committed is undone on closing. */
    <T extends @Nullable Object> T transact(Function<SqlTransaction, T> work) {
        try (Connection connection = pool.connection(SessionUser.PLATFORM)) {
            connection.setAutoCommit(false);
            T result = work.apply(new SqlTransaction(connection));
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    @Override
    public <T> List<T> query(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        try (Connection connection = pool.connection(SessionUser.PLATFORM)) {
            return new SqlTransaction(connection).query(sql, mapper, parameters);
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }

    @Override
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = pool.connection(SessionUser.PLATFORM)) {
            return new SqlTransaction(connection).update(sql, parameters);
        } catch (SQLException e) {
            throw StoreErrors.of(e);
        }
    }
}
