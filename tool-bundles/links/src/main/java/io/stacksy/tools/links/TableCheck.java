package io.stacksy.tools.links;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the table of links can be read. */
@Component(property = {HealthCheck.NAME + "=links", HealthCheck.TAGS + "=links"})
public final class TableCheck implements HealthCheck {
    private static final int SECONDS = 1;

    private final DataSource source;

    @Activate
    public TableCheck(@Reference DataSource source) {
        this.source = requireNonNull(source);
    }

    @Override
    public Result execute() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.execute("SELECT FROM links LIMIT 1");
            return new Result(Result.Status.OK, "the table of links answers");
        } catch (SQLException e) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE, "the table of links does not answer: " + e.getMessage());
        }
    }
}
