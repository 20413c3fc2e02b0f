package io.stacksy.deployer;

import io.stacksy.deploy.Removal.Kind;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBeans of a server. */
final class ManagedBeans implements Place {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedBeans.class);

    private final Supplier<MBeanServer> server;

    private ManagedBeans(Supplier<MBeanServer> server) {
        this.server = server;
    }

    static ManagedBeans ofThePlatform() {
        return new ManagedBeans(ManagementFactory::getPlatformMBeanServer); // making it takes long: not at the start
    }

    @Override
    public List<Found> find(ClassLoader loader) {
        return server.get().queryNames(null, null).stream()
                .filter(name -> isOf(name, loader))
                .map(name -> new Found(
                        Kind.MBEAN, name.getCanonicalName(), "of the platform's MBean server", () -> unregister(name)))
                .toList();
    }

    private boolean isOf(ObjectName name, ClassLoader loader) {
        try {
            return server.get().getClassLoaderFor(name) == loader;
        } catch (InstanceNotFoundException e) {
            return false; // it went meanwhile
        }
    }

    private void unregister(ObjectName name) {
        try {
            server.get().unregisterMBean(name);
        } catch (JMException e) {
            LOG.warn("the MBean {} of a removed tool does not let itself be unregistered", name, e);
        }
    }
}
