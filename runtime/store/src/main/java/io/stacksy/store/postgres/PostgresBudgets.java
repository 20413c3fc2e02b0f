package io.stacksy.store.postgres;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.deploy.ToolName;
import io.stacksy.store.Database;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The budgets in the platform's schema, with a copy in memory that is renewed every few seconds. */
@Component(service = Budgets.class, configurationPid = "io.stacksy.budget")
@Designate(ocd = PostgresBudgets.Config.class)
public final class PostgresBudgets implements Budgets {
    private static final Logger log = LoggerFactory.getLogger(PostgresBudgets.class);
    private static final String ALL =
            "SELECT tool, concurrency, deadline_ms, body_bytes, connections, error_percent, rate FROM tool_budgets";
    private static final String PUT =
            """
            INSERT INTO tool_budgets (tool, concurrency, deadline_ms, body_bytes, connections, error_percent, rate)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (tool) DO UPDATE SET concurrency = excluded.concurrency, deadline_ms = excluded.deadline_ms,
              body_bytes = excluded.body_bytes, connections = excluded.connections,
              error_percent = excluded.error_percent, rate = excluded.rate, changed_at = now()
            """;
    private static final String AUDIT =
            """
            INSERT INTO audit (actor, address, action, target, result, details)
            VALUES (?, ?, ?, ?, 'ok', jsonb_build_object('tool', ?::text, 'concurrency', ?::integer,
              'deadline_ms', ?::bigint, 'body_bytes', ?::bigint, 'connections', ?::integer, 'error_percent', ?::integer,
              'rate', ?::text))
            """;

    private final Database database;
    private final Renewal renewal;
    private volatile Budget defaults;
    private volatile Map<String, Budget> own = Map.of();

    /** What a tool may take that has no budget of its own. */
    @ObjectClassDefinition(name = "Stacksy budgets")
    @interface Config {
        @AttributeDefinition(name = "Concurrency", description = "Requests of one tool that may be under way")
        int concurrency() default 128;

        @AttributeDefinition(name = "Deadline", description = "How long an answer may take to begin, in ms")
        long deadline_millis() default 60_000;

        @AttributeDefinition(name = "Largest body", description = "Bytes a request may carry")
        long body_bytes() default 10L * 1024 * 1024;

        @AttributeDefinition(name = "Connections", description = "Database connections of one tool in use")
        int connections() default 8;

        @AttributeDefinition(
                name = "Errors",
                description = "Percent of failed answers over ten seconds that break the circuit; 0 for never")
        int error_percent() default 50;

        @AttributeDefinition(
                name = "Rate",
                description = "How often each caller may ask one tool, such as 100/s; or off")
        String rate() default Rate.OFF;
    }

    @Activate
    public PostgresBudgets(@Reference Database database, Config config) {
        this(database, budget(config));
    }

    PostgresBudgets(Database database, Budget defaults) {
        this.database = database;
        this.defaults = defaults;
        this.renewal = Renewal.begin("budgets", this::read);
    }

    /** An operator has changed the defaults. */
    @Modified
    void modified(Config config) {
        change(budget(config));
    }

    void change(Budget defaults) {
        this.defaults = defaults;
    }

    private static Budget budget(Config config) {
        return new Budget(
                config.concurrency(),
                Duration.ofMillis(config.deadline_millis()),
                config.body_bytes(),
                config.connections(),
                config.error_percent(),
                Rate.parseOrOff(config.rate()));
    }

    @Deactivate
    void close() {
        renewal.close();
    }

    @Override
    public Budget of(String tool) {
        Budget budget = own.get(tool);
        return budget == null ? defaults : budget;
    }

    @Override
    public boolean isOwn(ToolName tool) {
        return own.containsKey(tool.value());
    }

    @Override
    public synchronized void set(ToolName tool, Budget budget, Actor actor) {
        database.inTransaction(transaction -> {
            transaction.update(
                    PUT,
                    tool.value(),
                    budget.concurrency(),
                    budget.deadline().toMillis(),
                    budget.bodyBytes(),
                    budget.connections(),
                    budget.errorPercent(),
                    Rate.text(budget.rate()));
            return audit(transaction, actor, "budget.set", tool, budget);
        });
        Map<String, Budget> changed = new HashMap<>(own);
        changed.put(tool.value(), budget);
        own = Map.copyOf(changed);
        log.info("{} has a budget of its own: {}", tool, budget);
    }

    @Override
    public synchronized void reset(ToolName tool, Actor actor) {
        database.inTransaction(transaction -> {
            int gone = transaction.update("DELETE FROM tool_budgets WHERE tool = ?", tool.value());
            return gone == 0 ? 0 : audit(transaction, actor, "budget.reset", tool, defaults);
        });
        Map<String, Budget> changed = new HashMap<>(own);
        changed.remove(tool.value());
        own = Map.copyOf(changed);
        log.info("{} has the budget of the node's settings again", tool);
    }

    private static int audit(
            Database.Transaction transaction, Actor actor, String action, ToolName tool, Budget budget) {
        return transaction.update(
                AUDIT,
                actor.name(),
                actor.address(),
                action,
                tool.value(),
                tool.value(),
                budget.concurrency(),
                budget.deadline().toMillis(),
                budget.bodyBytes(),
                budget.connections(),
                budget.errorPercent(),
                Rate.text(budget.rate()));
    }

    /** Reads what other nodes, and this one before its start, have set. */
    void renew() {
        renewal.now();
    }

    private synchronized void read() {
        Map<String, Budget> read = new HashMap<>();
        database.query(ALL, row -> read.put(row.string("tool"), budget(row)));
        own = Map.copyOf(read);
    }

    private Budget budget(Database.Row row) {
        return new Budget(
                Math.toIntExact(row.number("concurrency")),
                Duration.ofMillis(row.number("deadline_ms")),
                row.number("body_bytes"),
                Math.toIntExact(row.number("connections")),
                Math.toIntExact(row.number("error_percent")),
                row.optionalString("rate").map(Rate::parseOrOff).orElseGet(defaults::rate));
    }
}
