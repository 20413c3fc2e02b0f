package io.stacksy.deployer;

import com.sun.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Charges revisions for their own threads: those of their loader that serve no requests. What a thread used between the
 * last reading and its end is lost. Used by one thread at a time.
 */
final class OwnThreads {
    private final ThreadMXBean beans;
    private Map<Long, Reading> before = new HashMap<>();

    private record Reading(long cpuNanos, long allocatedBytes) {
        static final Reading NOTHING = new Reading(0, 0);
    }

    OwnThreads(ThreadMXBean beans) {
        this.beans = beans;
    }

    /**
     * Adds to each account what its own threads have used since the last time.
     *
     * @return the threads that each has, the oldest first; none where there are no threads
     */
    Map<Account, List<Thread>> charge(Map<ClassLoader, Account> accounts) {
        Map<Account, List<Thread>> own = new HashMap<>();
        Map<Long, Reading> now = new HashMap<>();
        Set<Long> alive = new HashSet<>();
        for (Thread thread : Threads.all()) {
            long id = thread.getId();
            alive.add(id);
            Account account = account(thread, accounts);
            if (account != null && !account.isServedBy(id)) {
                Reading last = before.getOrDefault(id, Reading.NOTHING);
                Reading reading = read(id, last);
                account.used(reading.cpuNanos() - last.cpuNanos(), reading.allocatedBytes() - last.allocatedBytes());
                now.put(id, reading);
                own.computeIfAbsent(account, first -> new ArrayList<>()).add(thread);
            }
        }
        before = now;
        accounts.values().forEach(account -> account.keepOnly(alive));
        own.values().forEach(threads -> threads.sort(Comparator.comparingLong(Thread::getId)));
        return own;
    }

    /** A thread that has just ended reads as less than before. */
    private Reading read(long id, Reading last) {
        return new Reading(
                Math.max(last.cpuNanos(), beans.getThreadCpuTime(id)),
                Math.max(last.allocatedBytes(), beans.getThreadAllocatedBytes(id)));
    }

    private static @Nullable Account account(Thread thread, Map<ClassLoader, Account> accounts) {
        ClassLoader context = thread.getContextClassLoader();
        Account account = context == null ? null : accounts.get(context);
        ClassLoader own = thread.getClass().getClassLoader();
        return account == null && own != null ? accounts.get(own) : account;
    }
}
