package io.stacksy.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;

/**
 * Takes configurations to where components get them from, and tells when they have them: Configuration Admin tells of one
 * change after the other, so that whoever hears of the mark behind some knows that all have heard of those. Thread-safe.
 */
final class HandOver implements ConfigurationListener {
    private static final String MARK = "io.stacksy.launcher.mark";

    private final ConfigurationAdmin admin;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private long marks;

    HandOver(ConfigurationAdmin admin) {
        this.admin = admin;
    }

    /**
     * Hands over what is not there already.
     *
     * @return completed when the components that are there go by it
     */
    synchronized CompletableFuture<Void> give(Configurations configurations) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        try {
            configurations.handTo(admin);
            Configuration mark = admin.getConfiguration(MARK, "?");
            waiting.add(taken);
            mark.update(FrameworkUtil.asDictionary(Map.of("number", ++marks)));
        } catch (IOException e) {
            throw new UncheckedIOException("no configuration can be kept, not even in memory", e);
        }
        return taken;
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getPid().equals(MARK)) {
            Objects.requireNonNull(waiting.poll()).complete(null);
        }
    }
}
