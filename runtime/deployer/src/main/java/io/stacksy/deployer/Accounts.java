package io.stacksy.deployer;

import com.sun.management.ThreadMXBean;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolService;
import io.stacksy.deploy.Trouble;
import io.stacksy.deploy.Troubles;
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

    /** More of its own no tool needs; each makes every collection of the node's memory longer. */
    private static final int MANY_THREADS = 256;

    private final Tools tools;
    private final Troubles troubles;
    private final Timer timer;
    private final Ticker ticker;
    private final OwnThreads threads;
    private final AccountMetrics metrics;
    private Map<Slot, Deque<Station>> stations = new HashMap<>();
    private volatile boolean closed;

    private record Station(long nanos, Account.Sums sums) {}

    private Accounts(
            PrometheusRegistry registry,
            Tools tools,
            Troubles troubles,
            Timer timer,
            Ticker ticker,
            ThreadMXBean beans) {
        this.tools = tools;
        this.troubles = troubles;
        this.timer = timer;
        this.ticker = ticker;
        this.threads = new OwnThreads(beans);
        this.metrics = new AccountMetrics(registry, this::slots);
    }

    static Accounts open(PrometheusRegistry registry, Tools tools, Troubles troubles, Timer timer, Ticker ticker) {
        ThreadMXBean beans = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        Accounts accounts = new Accounts(registry, tools, troubles, timer, ticker, beans);
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
        Map<Account, List<Thread>> ownThreads = threads.charge(accounts);
        Map<Slot, Deque<Station>> next = new HashMap<>();
        long now = ticker.nanos();
        for (Slot slot : slots) {
            Account account = slot.account();
            List<Thread> own = ownThreads.getOrDefault(account, List.of());
            ToolService.Usage usage = slot.bundle().map(Installed::usage).orElse(ToolService.Usage.NONE);
            account.has(own.size(), usage);
            look(slot.revision(), own, usage);
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

    /** Names a revision that has too much, and takes from it what can be taken. */
    private void look(Revision revision, List<Thread> own, ToolService.Usage usage) {
        if (own.size() > MANY_THREADS) {
            troubles.begin(
                    revision,
                    Trouble.Kind.THREADS,
                    own.size() + " threads of its own; the newest are interrupted until it has " + MANY_THREADS);
            own.subList(MANY_THREADS, own.size()).forEach(Thread::interrupt);
        } else {
            troubles.end(revision, Trouble.Kind.THREADS);
        }
        if (usage.waiting() > 0) {
            troubles.begin(
                    revision,
                    Trouble.Kind.CONNECTIONS,
                    "all " + usage.inUse() + " connections that it may have are in use, and " + usage.waiting()
                            + " more are waited for");
        } else {
            troubles.end(revision, Trouble.Kind.CONNECTIONS);
        }
    }

    @Override
    public void close() {
        closed = true;
        metrics.close();
    }
}
