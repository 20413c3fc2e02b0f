package io.stacksy.deployer;

import com.sun.management.ThreadMXBean;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.ToolService;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Keeps the accounts of the revisions in memory: every two seconds their own threads are charged. Thread-safe. */
final class Accounts implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /** How many readings back the load begins. */
    private static final int STATIONS = 5;

    private final Tools tools;
    private final Timer timer;
    private final Ticker ticker;
    private final OwnThreads threads;
    private final AccountMetrics metrics;
    private Map<Slot, Deque<Station>> stations = new HashMap<>();
    private volatile boolean closed;

    private record Station(long nanos, Account.Sums sums) {}

    private Accounts(PrometheusRegistry registry, Tools tools, Timer timer, Ticker ticker, ThreadMXBean beans) {
        this.tools = tools;
        this.timer = timer;
        this.ticker = ticker;
        this.threads = new OwnThreads(beans);
        this.metrics = new AccountMetrics(registry, this::slots);
    }

    static Accounts open(PrometheusRegistry registry, Tools tools, Timer timer, Ticker ticker) {
        ThreadMXBean beans = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        Accounts accounts = new Accounts(registry, tools, timer, ticker, beans);
        accounts.schedule();
        return accounts;
    }

    private void schedule() {
        if (!closed) {
            Future<?> unused = timer.after(EVERY, this::takeAndGoOn);
        }
    }

    private void takeAndGoOn() {
        try {
            take();
        } finally {
            schedule();
        }
    }

    /** Those in memory. */
    private List<Slot> slots() {
        return tools.all().stream()
                .flatMap(tool -> tool.revisions().stream())
                .filter(slot -> slot.bundle().isPresent())
                .toList();
    }

    private synchronized void take() {
        List<Slot> slots = slots();
        Map<ClassLoader, Account> accounts = new HashMap<>(); // loaders are equal only to themselves
        for (Slot slot : slots) {
            slot.bundle().flatMap(Installed::classLoader).ifPresent(loader -> accounts.put(loader, slot.account()));
        }
        Map<Account, Integer> counts = threads.charge(accounts);
        Map<Slot, Deque<Station>> next = new HashMap<>();
        long now = ticker.nanos();
        for (Slot slot : slots) {
            Account account = slot.account();
            account.has(
                    counts.getOrDefault(account, 0),
                    slot.bundle().map(Installed::usage).orElse(ToolService.Usage.NONE));
            Deque<Station> past = stations.getOrDefault(slot, new ArrayDeque<>());
            if (!past.isEmpty()) {
                account.load(past.getFirst().sums(), (now - past.getFirst().nanos()) / 1e9);
            }
            past.addLast(new Station(now, account.sums()));
            if (past.size() > STATIONS) {
                past.removeFirst();
            }
            next.put(slot, past);
        }
        stations = next;
    }

    @Override
    public void close() {
        closed = true;
        metrics.close();
    }
}
