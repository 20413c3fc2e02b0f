package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of JDBC means to the callers of the store. */
final class StoreErrors {
    static final String UNDEFINED_TABLE = "42P01";
    static final String INVALID_SCHEMA = "3F000";
    static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String UNIQUE_VIOLATION = "23505";
    /** Connection, out of resources, operator intervention (time-outs too), and lost races with other transactions. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "40");

    private static final Set<String> AWAY_TOO = Set.of("55P03", "25P03", "25P04");

    /** A tool may have made a ring of causes. */
    private static final int DEEPEST_CAUSE = 100;

    /** The server goes, has crashed or is just coming. */
    private static final Set<String> OUTAGE = Set.of("57P01", "57P02", "57P03");

    private StoreErrors() {}

    static StoreException of(SQLException error) {
        if (isUnavailable(error)) {
            return StoreException.unavailable(error);
        }
        String state = state(error);
        if (state.equals(UNIQUE_VIOLATION)) {
            return StoreException.duplicate(error);
        }
        return StoreException.rejected("the database refused a statement with SQLSTATE " + state, error);
    }

    /** Whether the database was away or had no time, rather than refused what it was asked. */
    static boolean isUnavailable(SQLException error) {
        String state = state(error);
        return error instanceof SQLTransientException
                || error.getCause() instanceof InterruptedException
                || AWAY_TOO.contains(state)
                || (state.length() == 5 && AWAY.contains(state.substring(0, 2)));
    }

    /** Whether a database that {@link #isUnavailable(SQLException)} is among the causes of a failure. */
    static boolean isOfUnavailability(Throwable failure) {
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST_CAUSE; depth++) {
            boolean found = next instanceof StoreException store
                    ? store.reason() == StoreException.Reason.UNAVAILABLE
                    : next instanceof SQLException error && isUnavailable(error);
            if (found) {
                return true;
            }
            next = next.getCause();
        }
        return false;
    }

    /** Whether the database cannot be reached, or not any more; not that it had no time for one statement. */
    static boolean isOutage(SQLException error) {
        String state = state(error);
        return state.startsWith("08") || OUTAGE.contains(state);
    }

    static String state(SQLException error) {
        String state = error.getSQLState();
        return state == null ? "unknown" : state;
    }

    /** The database's own reason in one sentence, without the detail lines, which can carry values. */
    static String reason(SQLException error) {
        if (error instanceof PSQLException answered) {
            ServerErrorMessage message = answered.getServerErrorMessage();
            if (message != null && message.getMessage() != null) {
                return firstLine(message.getMessage());
            }
        }
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : firstLine(message);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
