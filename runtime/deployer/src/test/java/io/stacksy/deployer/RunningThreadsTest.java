package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deploy.Removal.Kind;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunningThreadsTest {
    private final FakeRecall recall = new FakeRecall();
    private final RunningThreads threads = new RunningThreads(recall);
    private final ClassLoader loader = new URLClassLoader(new URL[0], null);
    private final Semaphore end = new Semaphore(0);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Thread deaf = new Thread(this::heedNothing, "deaf");

    RunningThreadsTest() {
        deaf.setContextClassLoader(loader);
        deaf.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        end.release();
        deaf.join();
    }

    private void heedNothing() {
        while (!end.tryAcquire()) {
            try {
                end.acquire();
                return;
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    @Test
    void whoHeedsNoInterruptIsCalledBackAtTheNextLook() throws InterruptedException {
        mend();
        interrupted.await();
        assertThat(recall.called).isEmpty();
        mend();
        assertThat(recall.called).containsExactly(deaf);
    }

    private void mend() {
        assertThat(threads.find(loader)).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Kind.THREAD);
            assertThat(found.name()).isEqualTo("deaf");
            found.mend().run();
        });
    }
}
