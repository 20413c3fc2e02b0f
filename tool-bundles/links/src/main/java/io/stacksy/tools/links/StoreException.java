package io.stacksy.tools.links;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.Set;

/** A database that did not do what was asked. */
final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The classes of SQLSTATE that say that the database cannot answer now: connection, resources, shut down, fault. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** Why, for callers that decide by it. */
    enum Reason {
        /** It is away, or did not answer in time. */
        UNAVAILABLE,
        /** A mistake in the statement or in the data. */
        REJECTED
    }

    private final Reason reason;

    private StoreException(Reason reason, SQLException cause) {
        super("the database " + (reason == Reason.UNAVAILABLE ? "is not available" : "refused a statement"), cause);
        this.reason = reason;
    }

    static StoreException of(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        boolean away = e instanceof SQLTransientException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTimeoutException
                || (state.length() == 5 && AWAY.contains(state.substring(0, 2)));
        return new StoreException(away ? Reason.UNAVAILABLE : Reason.REJECTED, e);
    }

    Reason reason() {
        return reason;
    }
}
