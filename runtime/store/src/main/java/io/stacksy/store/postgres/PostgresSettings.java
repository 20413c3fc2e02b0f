package io.stacksy.store.postgres;

import io.stacksy.deploy.Actor;
import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSettings;
import io.stacksy.store.Database;
import io.stacksy.store.LiveSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators have set, in the platform's schema. This node goes by it as it is renewed. */
@Component(service = LiveSettings.class)
public final class PostgresSettings implements LiveSettings {
    private static final Logger log = LoggerFactory.getLogger(PostgresSettings.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String IN_FORCE = " (until IS NULL OR until > now())";
    private static final String ALL = "SELECT name, value, until FROM settings WHERE" + IN_FORCE;
    private static final String ONE = "SELECT value FROM settings WHERE name = ? AND" + IN_FORCE;
    private static final String PUT =
            """
            INSERT INTO settings (name, value, until) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, until = excluded.until, changed_at = now()
            """;
    private static final String AUDIT =
            """
            INSERT INTO audit (actor, address, action, target, result, details)
            VALUES (?, ?, ?, ?, 'ok', jsonb_strip_nulls(jsonb_build_object('from', ?::text, 'to', ?::text,
              'until', ?::text)))
            """;

    private final Database database;
    private final NodeSettings node;
    private final Renewal renewal;
    private volatile CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

    /** Reads what was set before. The parts of the node take it while they start, and the launcher waits for that. */
    @Activate
    public PostgresSettings(@Reference Database database, @Reference NodeSettings node) {
        this.database = database;
        this.node = node;
        this.renewal = Renewal.begin("settings", this::read);
    }

    @Deactivate
    void close() {
        renewal.close();
    }

    private void read() {
        Map<String, Choice> choices = new HashMap<>();
        List<Choice> unused = database.query(
                ALL,
                row -> choices.put(row.string("name"), new Choice(row.string("value"), row.optionalInstant("until"))));
        taken = node.choose(choices);
    }

    /** Reads what other nodes have set. */
    void renew() {
        renewal.now();
    }

    @Override
    public void set(String name, String text, Optional<Instant> until, Actor actor) {
        node.check(name, text);
        database.inTransaction(transaction -> {
            Optional<String> before = before(transaction, name);
            transaction.update(PUT, name, text, until.orElse(null));
            return audit(transaction, actor, new Change("setting.set", name, before, Optional.of(text), until));
        });
        takeEffect();
    }

    @Override
    public void reset(String name, Actor actor) {
        NodeSetting setting = node.named(name);
        setting.requireLive();
        database.inTransaction(transaction -> {
            Optional<String> before = before(transaction, name);
            int gone = transaction.update("DELETE FROM settings WHERE name = ?", name);
            return gone == 0
                    ? 0
                    : audit(
                            transaction,
                            actor,
                            new Change("setting.reset", name, before, setting.atStart(), Optional.empty()));
        });
        takeEffect();
    }

    /** What the setting is until now: what an operator has set, which may be news to this node, else its own. */
    private Optional<String> before(Database.Transaction transaction, String name) {
        return transaction.query(ONE, row -> row.string("value"), name).stream()
                .findFirst()
                .or(() -> node.named(name).atStart());
    }

    private record Change(
            String action, String name, Optional<String> from, Optional<String> to, Optional<Instant> until) {}

    private static int audit(Database.Transaction transaction, Actor actor, Change change) {
        return transaction.update(
                AUDIT,
                actor.name(),
                actor.address(),
                change.action(),
                change.name(),
                change.from().orElse(null),
                change.to().orElse(null),
                change.until().map(Instant::toString).orElse(null));
    }

    private void takeEffect() {
        renewal.now();
        try {
            taken.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("a setting was changed, and not all parts of the node go by it yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
