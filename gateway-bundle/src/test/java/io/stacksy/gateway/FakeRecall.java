package io.stacksy.gateway;

import io.stacksy.deploy.Recall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Notes which threads are called back, and does nothing else about them. */
final class FakeRecall implements Recall {
    final Set<Thread> away = ConcurrentHashMap.newKeySet();
    /** One permit for each time that a thread was called back. */
    final Semaphore calls = new Semaphore(0);

    @Override
    public void callBack(Thread thread) {
        away.add(thread);
        calls.release();
    }

    @Override
    public void spare(Thread thread) {
        away.remove(thread);
    }
}
