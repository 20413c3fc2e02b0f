package io.stacksy.deployer;

import io.stacksy.deploy.Recall;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Notes whom it is to call back, and does nothing else about them. */
final class FakeRecall implements Recall {
    final Set<Thread> called = ConcurrentHashMap.newKeySet();

    @Override
    public void callBack(Thread thread) {
        called.add(thread);
    }

    @Override
    public void spare(Thread thread) {
        called.remove(thread);
    }
}
