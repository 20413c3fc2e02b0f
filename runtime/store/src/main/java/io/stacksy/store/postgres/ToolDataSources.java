package io.stacksy.store.postgres;

import io.stacksy.budget.Budgets;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.ToolService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each revision a data source on its tool's schema. Thread-safe. */
@Component(service = ToolService.class)
public final class ToolDataSources implements ToolService<DataSource> {
    private static final Logger log = LoggerFactory.getLogger(ToolDataSources.class);

    private final Pool pool;
    private final ToolRoles roles;
    /** By tool, not by revision: an upgrade does not double what a tool may have. */
    private final Map<ToolName, Share> shares = new ConcurrentHashMap<>();

    private final Semaphore allTools;

    private final Budgets budgets;

    @Activate
    public ToolDataSources(@Reference Postgres postgres, @Reference Budgets budgets) {
        this(postgres.pool(), new ToolRoles(postgres.pool(), postgres.connector()), budgets);
    }

    ToolDataSources(Pool pool, ToolRoles roles, Budgets budgets) {
        this.pool = pool;
        this.roles = roles;
        this.budgets = budgets;
        this.allTools = new Semaphore(atLeastOne(pool.size() - atLeastOne(pool.size() / 8)), true);
    }

    private static int atLeastOne(int number) {
        return Math.max(1, number);
    }

    @Override
    public Class<DataSource> type() {
        return DataSource.class;
    }

    @Override
    public DataSource open(Revision revision) {
        Share share = shares.computeIfAbsent(
                revision.tool(),
                tool -> new Share(tool, () -> budgets.of(tool.value()).connections(), allTools));
        return new ToolDataSource(revision, pool, roles, share);
    }

    @Override
    public Usage usage(DataSource service) {
        return service instanceof ToolDataSource source ? source.usage() : Usage.NONE;
    }

    @Override
    public void close(Revision revision, DataSource service) {
        if (service instanceof ToolDataSource source) {
            int cut = source.close();
            if (cut > 0) {
                log.warn("{} was retired with {} database connections in use, which were cut", revision, cut);
            }
        }
    }
}
