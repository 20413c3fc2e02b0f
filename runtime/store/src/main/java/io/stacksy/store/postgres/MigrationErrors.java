package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/** What an error of Flyway means: in one sentence which script, where in it, and why. */
final class MigrationErrors {
    private MigrationErrors() {}

    static StoreException of(FlywayException error) {
        Optional<SQLException> sql = find(error, SQLException.class);
        if (sql.map(StoreErrors::state).filter(MigrationErrors::isAway).isPresent()) {
            return StoreException.unavailable(error);
        }
        String reason = sql.map(StoreErrors::reason).orElseGet(() -> message(error));
        String where = find(error, FlywayMigrateException.class)
                .map(MigrationErrors::place)
                .orElse("the migration failed");
        return StoreException.migrationFailed(where + ": " + reason, error);
    }

    /** A time-out of a statement or a lock is not among these: it is the script's, and the next try ends the same. */
    private static boolean isAway(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    private static String place(FlywayMigrateException error) {
        String script = error.getMigration().getScript();
        return error.getLineNumber() > 0
                ? script + " failed in the statement at line " + error.getLineNumber()
                : script + " failed";
    }

    private static String message(FlywayException error) {
        String message = error.getMessage();
        return message == null ? "no reason given" : message.lines().findFirst().orElse(message);
    }

    private static <T> Optional<T> find(Throwable error, Class<T> type) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
        }
        return Optional.empty();
    }
}
