package io.stacksy.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an object of JDBC that a tool has, and before each that it makes, so that none of them leads to the
 * pool's or the driver's own: what is reached from it ends when the {@link LentConnection} does.
 */
final class Guard implements InvocationHandler {
    private final LentConnection lent;
    private final Object guarded;
    /** What a result set answers when it is asked for its statement. */
    private final @Nullable Object maker;

    private Guard(LentConnection lent, Object guarded, @Nullable Object maker) {
        this.lent = lent;
        this.guarded = guarded;
        this.maker = maker;
    }

    static Connection connection(LentConnection lent, Connection pooled) {
        return guard(Connection.class, new Guard(lent, pooled, null));
    }

    private static <T> T guard(Class<T> type, Guard guard) {
        return type.cast(Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {type}, guard));
    }

    @Override
    public @Nullable Object invoke(Object facade, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "unwrap":
                return unwrap(facade, (Class<?>) first(arguments));
            case "isWrapperFor":
                return ((Class<?>) first(arguments)).isInstance(facade);
            case "equals":
                return facade == first(arguments);
            case "hashCode":
                return System.identityHashCode(facade);
            case "getConnection":
                return lent.facade();
            case "getStatement":
                return maker instanceof Statement ? maker : null;
            case "close":
            case "abort":
                if (guarded instanceof Connection) {
                    lent.close();
                    return null;
                }
                break;
            case "setSchema":
                lent.resetWhenReturned();
                break;
            default:
                break;
        }
        return guarded(facade, call(method, arguments));
    }

    private static Object first(Object @Nullable [] arguments) {
        if (arguments == null || arguments.length == 0) {
            throw new IllegalArgumentException("no argument");
        }
        return arguments[0];
    }

    private static Object unwrap(Object facade, Class<?> type) throws SQLException {
        if (type.isInstance(facade)) {
            return facade;
        }
        throw new SQLException("not a wrapper of " + type.getName());
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(guarded, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException error ? lent.failed(error) : causeOf(e);
        }
    }

    private static Throwable causeOf(InvocationTargetException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private @Nullable Object guarded(Object facade, @Nullable Object result) {
        if (result instanceof ResultSet) {
            return guard(ResultSet.class, new Guard(lent, result, facade));
        }
        if (result instanceof CallableStatement) {
            return guard(CallableStatement.class, new Guard(lent, result, facade));
        }
        if (result instanceof PreparedStatement) {
            return guard(PreparedStatement.class, new Guard(lent, result, facade));
        }
        if (result instanceof Statement) {
            return guard(Statement.class, new Guard(lent, result, facade));
        }
        if (result instanceof DatabaseMetaData) {
            return guard(DatabaseMetaData.class, new Guard(lent, result, facade));
        }
        return result;
    }
}
