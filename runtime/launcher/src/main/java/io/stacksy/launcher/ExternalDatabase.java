package io.stacksy.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that others run. */
record ExternalDatabase(Credentials credentials) implements Database {
    private static final String SECONDS = "5";

    /** Tries to sign in, so that what is wrong is said in one line before anything else is started. */
    @Override
    public void start() {
        Properties properties = new Properties();
        properties.setProperty("user", credentials.user());
        properties.setProperty("password", credentials.password());
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("loginTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        try (Connection connection = DriverManager.getConnection(credentials.url(), properties)) {
            if (!connection.isValid(Integer.parseInt(SECONDS))) {
                throw unreachable(null);
            }
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private StartException refusal(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.startsWith("28")) {
            return StartException.database(
                    "the database at " + credentials.url() + " refuses the user '" + credentials.user() + "'",
                    "correct STACKSY_DATABASE_USER and STACKSY_DATABASE_PASSWORD",
                    e);
        }
        if (state.equals("3D000")) {
            return StartException.database(
                    "there is no such database as in " + credentials.url(),
                    "create it, or correct STACKSY_DATABASE_URL",
                    e);
        }
        if (state.startsWith("08") || state.isEmpty()) {
            return unreachable(e);
        }
        return StartException.database(
                "the database at " + credentials.url() + " does not let the node in", StartException.reason(e), e);
    }

    private StartException unreachable(@Nullable SQLException e) {
        return StartException.database(
                "the database at " + credentials.url() + " is not reachable",
                "start it, or correct STACKSY_DATABASE_URL",
                e);
    }

    @Override
    public void close() {
        // it is not ours to end
    }
}
