package io.stacksy.store.postgres;

import io.stacksy.store.Reachability;
import io.stacksy.store.StoreException;
import java.sql.SQLException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database as one thing: reached, migrated, with its pool open. What else is in this bundle stands on it. */
@Component(
        service = {Postgres.class, Reachability.class},
        configurationPid = "io.stacksy.store.postgres",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Postgres.Config.class)
public final class Postgres implements Reachability {
    private static final Logger log = LoggerFactory.getLogger(Postgres.class);

    private final Connector connector;
    private final PoolTimes times = new PoolTimes();
    private final Pool pool;

    @ObjectClassDefinition(name = "Stacksy database")
    @interface Config {
        @AttributeDefinition(name = "URL", description = "Where PostgreSQL is: jdbc:postgresql://HOST:PORT/DATABASE")
        String url() default "jdbc:postgresql://127.0.0.1:5432/stacksy";

        @AttributeDefinition(name = "User", description = "The login role; it must be allowed to create roles")
        String user() default "stacksy";

        @AttributeDefinition(
                name = "Password",
                description = "The login role's password; a key that begins with a dot is shown to nobody",
                type = AttributeType.PASSWORD)
        String _password() default "";

        @AttributeDefinition(
                name = "Password, shown",
                description = "The same where the other is empty; it can be seen among the service's properties",
                type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(
                name = "Connections",
                description = "How many connections the node opens at most",
                min = "2")
        int max_connections() default 16;
    }

    @Activate
    public Postgres(Config config) {
        this(new Connector(config.url(), config.user(), password(config)), config.max_connections());
    }

    private static String password(Config config) {
        return config._password().isEmpty() ? config.password() : config._password();
    }

    Postgres(Connector connector, int maxConnections) {
        this.connector = connector;
        try {
            reach();
            this.pool = new Pool(connector, maxConnections, times);
            migrate();
        } catch (StoreException e) {
            log.error("{}", e.getMessage());
            throw e;
        }
        // Without this the first tool whose statement has a time-out would start the driver's timer, and stay in it.
        Driver.getSharedTimer().getTimer();
    }

    private void reach() {
        try {
            connector.connect().close();
        } catch (SQLException e) {
            throw StoreException.rejected(
                    "database at " + connector.address() + " not reachable: " + StoreErrors.reason(e), e);
        }
    }

    private void migrate() {
        boolean migrated = false;
        try {
            new PlatformSchema(pool, connector).migrate();
            migrated = true;
        } finally {
            if (!migrated) {
                pool.close();
            }
        }
    }

    @Override
    public boolean wasLostSince(long nanos) {
        return connector.reach().wasLostSince(nanos);
    }

    @Override
    public boolean explains(Throwable failure) {
        return StoreErrors.isOfUnavailability(failure);
    }

    Connector connector() {
        return connector;
    }

    Pool pool() {
        return pool;
    }

    PoolTimes times() {
        return times;
    }

    @Deactivate
    void close() {
        pool.close();
        Driver.getSharedTimer().releaseTimer();
        try {
            if (Driver.isRegistered()) {
                Driver.deregister();
            }
        } catch (SQLException e) {
            log.warn("the database driver stays registered", e);
        }
    }
}
