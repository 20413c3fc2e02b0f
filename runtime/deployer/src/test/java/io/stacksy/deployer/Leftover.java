package io.stacksy.deployer;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Activators that leave something behind when they stop. They use nothing of each other. */
final class Leftover {
    private Leftover() {}

    /** A thread that only ends when it is interrupted. */
    public static final class OfThread implements BundleActivator {
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
                    "forgotten thread");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** A timer that goes on. */
    public static final class OfTimer extends TimerTask implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            new Timer("forgotten timer", true).schedule(this, 10, 10);
        }

        @Override
        public void run() {}

        @Override
        public void stop(BundleContext context) {}
    }

    /** An executor with a task that comes again and again. */
    public static final class OfExecutor implements BundleActivator, Runnable {
        @Override
        public void start(BundleContext context) {
            var unused = Executors.newScheduledThreadPool(1).scheduleAtFixedRate(this, 10, 10, TimeUnit.MILLISECONDS);
        }

        @Override
        public void run() {}

        @Override
        public void stop(BundleContext context) {}
    }

    /** A thread-local on a thread of the pool that the test has put among the system properties. */
    public static final class OfThreadLocal implements BundleActivator {
        private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();

        @Override
        public void start(BundleContext context) throws InterruptedException {
            CountDownLatch set = new CountDownLatch(1);
            ((Executor) Objects.requireNonNull(System.getProperties().get("test.pool"))).execute(() -> {
                LOCAL.set(this);
                set.countDown();
            });
            set.await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** A driver that only says no. */
    public static final class OfDriver implements BundleActivator, Driver {
        @Override
        public void start(BundleContext context) throws SQLException {
            DriverManager.registerDriver(this);
        }

        @Override
        public void stop(BundleContext context) {}

        @Override
        public @Nullable Connection connect(String url, Properties info) {
            return null;
        }

        @Override
        public boolean acceptsURL(String url) {
            return false;
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    /** An MBean without attributes. */
    public static final class OfMBean implements BundleActivator, DynamicMBean {
        @Override
        public void start(BundleContext context) throws JMException {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(this, new ObjectName("org.example:type=Forgotten"));
        }

        @Override
        public void stop(BundleContext context) {}

        @Override
        public @Nullable Object getAttribute(String attribute) {
            return null;
        }

        @Override
        public void setAttribute(Attribute attribute) {}

        @Override
        public AttributeList getAttributes(String[] attributes) {
            return new AttributeList();
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
            return null;
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            return new MBeanInfo(getClass().getName(), "forgotten", null, null, null, null);
        }
    }

    /** A hook for an end that is far off. */
    public static final class OfHook implements BundleActivator, Runnable {
        @Override
        public void start(BundleContext context) {
            Runtime.getRuntime().addShutdownHook(new Thread(this, "forgotten hook"));
        }

        @Override
        public void run() {}

        @Override
        public void stop(BundleContext context) {}
    }
}
