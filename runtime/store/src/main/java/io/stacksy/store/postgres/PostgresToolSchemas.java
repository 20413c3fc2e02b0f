package io.stacksy.store.postgres;

import io.stacksy.deploy.ToolName;
import io.stacksy.store.ToolSchemas;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Each tool's schema and role, in the platform's own database. Thread-safe. */
@Component(service = ToolSchemas.class)
public final class PostgresToolSchemas implements ToolSchemas {
    private final Pool pool;
    private final Connector connector;
    private final ToolRoles roles;

    @Activate
    public PostgresToolSchemas(@Reference Postgres postgres) {
        this(postgres.pool(), postgres.connector());
    }

    PostgresToolSchemas(Pool pool, Connector connector) {
        this.pool = pool;
        this.connector = connector;
        this.roles = new ToolRoles(pool, connector);
    }

    @Override
    public List<Script> pending(ToolName tool, List<Script> scripts) {
        SessionUser user = SessionUser.of(tool);
        return roles.exists(user) ? migrations(user).pending(scripts) : new History(List.of()).pending(scripts);
    }

    @Override
    public void migrate(ToolName tool, List<Script> scripts) {
        SessionUser user = SessionUser.of(tool);
        List<Script> pending = pending(tool, scripts);
        if (!roles.exists(user)) {
            roles.create(user);
        }
        if (!pending.isEmpty()) {
            migrations(user).run(scripts);
        }
    }

    private Migrations migrations(SessionUser user) {
        return new Migrations(pool, connector, user);
    }
}
