package io.stacksy.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says whether the database answers, through the same pool as everybody else. */
@Component(
        service = HealthCheck.class,
        property = {HealthCheck.NAME + "=database", HealthCheck.TAGS + "=database"})
public final class DatabaseCheck implements HealthCheck {
    private static final int DEADLINE_SECONDS = 1;

    private final Pool pool;

    @Activate
    public DatabaseCheck(@Reference Postgres postgres) {
        this(postgres.pool());
    }

    DatabaseCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Result execute() {
        try (Connection connection = pool.connection(SessionUser.PLATFORM);
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(DEADLINE_SECONDS);
            statement.execute("SELECT 1");
            return new Result(Result.Status.OK, "the database answers");
        } catch (SQLException e) {
            return new Result(Result.Status.CRITICAL, "the database does not answer: " + StoreErrors.reason(e));
        }
    }
}
