package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.stacksy.deploy.Load;
import io.stacksy.deploy.ToolService;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AccountTest {
    private static final ThreadMXBean BEANS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final Account account = new Account();
    private final ClassLoader loader = new URLClassLoader(new URL[0]);

    @Test
    void theLoadIsWhatCameBetweenTwoMoments() {
        account.used(1_000_000_000, 5_000);
        account.answered(200);
        Account.Sums before = account.sums();
        account.used(5_000_000_000L, 1_000_000);
        account.answered(200);
        account.answered(499);
        account.answered(500);
        account.has(3, new ToolService.Usage(2, 0, Duration.ofSeconds(1)));
        account.load(before, 10);
        assertThat(account.load()).isEqualTo(new Load(0.3, 0.1, 0.5, 100_000, 3, 2, 0.1));
        assertThat(account.load().plus(Load.NONE)).isEqualTo(account.load());
    }

    @Test
    void aThreadOfItsOwnIsChargedOnceForWhatItUsed() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread own = thread(() -> {
            long until = BEANS.getCurrentThreadCpuTime() + 100_000_000;
            while (BEANS.getCurrentThreadCpuTime() < until) {
                Thread.onSpinWait();
            }
            done.countDown();
            end.await();
        });
        done.await();
        OwnThreads threads = new OwnThreads(BEANS);
        assertThat(threads.charge(Map.of(loader, account))).containsEntry(account, List.of(own));
        assertThat(account.sums().cpuNanos()).isBetween(100_000_000L, 150_000_000L);
        threads.charge(Map.of(loader, account));
        assertThat(account.sums().cpuNanos()).isLessThan(150_000_000L);
        end.countDown();
        own.join();
        assertThat(threads.charge(Map.of(loader, account))).isEmpty();
    }

    @Test
    void aThreadThatServesItsRequestsIsNotItsOwn() throws InterruptedException {
        CountDownLatch in = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread request = thread(() -> {
            account.enter();
            in.countDown();
            end.await();
        });
        in.await();
        assertThat(new OwnThreads(BEANS).charge(Map.of(loader, account))).isEmpty();
        assertThat(account.sums().cpuNanos()).isZero();
        assertThat(account.isServedBy(request.getId())).isTrue();
        end.countDown();
        request.join();
        new OwnThreads(BEANS).charge(Map.of(loader, account));
        assertThat(account.isServedBy(request.getId())).isFalse();
    }

    private Thread thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setContextClassLoader(loader);
        thread.start();
        return thread;
    }

    private interface Work {
        void run() throws InterruptedException;
    }
}
