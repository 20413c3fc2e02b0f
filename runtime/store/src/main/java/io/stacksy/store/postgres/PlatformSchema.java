package io.stacksy.store.postgres;

import io.stacksy.store.ToolSchemas.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/** The platform's own schema, as this version of the platform wants it. */
final class PlatformSchema {
    /** By name, because a bundle's folders cannot be listed without the framework. */
    static final List<String> SCRIPTS = List.of(
            "V1__platform.sql",
            "V2__audit.sql",
            "V3__traffic.sql",
            "V4__plan.sql",
            "V5__certificates.sql",
            "V6__budgets.sql",
            "V7__sessions.sql",
            "V8__keys_and_roles.sql",
            "V9__quarantines.sql",
            "V10__rates.sql",
            "V11__idempotency_keys.sql",
            "V12__settings.sql");

    private final Pool pool;
    private final Connector connector;

    PlatformSchema(Pool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
    }

    /** Makes the schema where it is missing, and brings it up to date. */
    void migrate() {
        List<Script> scripts = SCRIPTS.stream().map(PlatformSchema::read).toList();
        Migrations migrations = new Migrations(pool, connector, SessionUser.PLATFORM);
        if (migrations.pending(scripts).isEmpty()) {
            return;
        }
        create();
        migrations.run(scripts);
    }

    private void create() {
        try (Connection connection = pool.connection(SessionUser.PLATFORM);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + SessionUser.PLATFORM.quotedSchema());
        } catch (SQLException e) {
            if (StoreErrors.state(e).equals(StoreErrors.INSUFFICIENT_PRIVILEGE)) {
                throw Rights.schemas(connector.user(), connector.database(), e);
            }
            throw StoreErrors.of(e);
        }
    }

    private static Script read(String name) {
        try (InputStream in =
                Objects.requireNonNull(PlatformSchema.class.getResourceAsStream("/db/migration/" + name), name)) {
            return new Script(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
