package io.stacksy.deployer;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Classes that the bundles of tests are made of. They use nothing of each other. */
final class Fixtures {
    private Fixtures() {}

    /** Never returns, but for an interrupt. */
    public static final class HangingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Never returns, not even for an interrupt. */
    public static final class DeafActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            CountDownLatch never = new CountDownLatch(1);
            while (never.getCount() > 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    // deaf
                }
            }
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Throws what a database driver might. */
    public static final class ThrowingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("no such host: db.example.org");
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Looks for services as any bundle may. */
    public static final class LookingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws BundleException {
            if (context.getServiceReference("javax.sql.DataSource") == null) {
                throw new BundleException("no data source");
            }
            if (context.getServiceReference("java.util.concurrent.Callable") != null) {
                throw new BundleException("it sees what another tool registered");
            }
            if (context.getServiceReference("io.stacksy.deploy.ToolService") != null) {
                throw new BundleException("it sees what is inside the platform");
            }
            context.getService(context.getServiceReference("javax.sql.DataSource"));
            context.registerService("java.util.concurrent.Callable", (Callable<String>) () -> "", null);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Leaves a thread running that waits for ever, and only ends when it is interrupted. */
    public static final class ThreadActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "left behind");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Does nothing, and leaves nothing behind. */
    public static final class QuietActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {}

        @Override
        public void stop(BundleContext context) {}
    }

    /** A component that works. */
    public static final class Good implements Runnable {
        @Override
        public void run() {}
    }

    /** A component that does not. */
    public static final class Bad implements Runnable {
        public Bad() {
            throw new IllegalStateException("out of luck");
        }

        @Override
        public void run() {}
    }

    /** A component whose reference nobody offers. */
    public static final class Waiting implements Runnable {
        @Override
        public void run() {}

        void bind(AutoCloseable service) {}
    }

    /** Good from the third time that it is asked. */
    public static final class ThirdTime implements HealthCheck {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Result execute() {
            return asked.incrementAndGet() < 3
                    ? new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "warming up")
                    : new Result(Result.Status.OK, "warm");
        }
    }

    /** Never good. */
    public static final class Critical implements HealthCheck {
        @Override
        public Result execute() {
            return new Result(Result.Status.CRITICAL, "the disk is full");
        }
    }
}
