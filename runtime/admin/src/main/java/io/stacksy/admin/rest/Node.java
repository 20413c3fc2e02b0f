package io.stacksy.admin.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/**
 * What this process is.
 *
 * @param version the version of Stacksy
 * @param java the version of the Java virtual machine
 */
record Node(String version, String java, Instant startedAt, Clock clock) {
    static Node thisOne() {
        Instant startedAt =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        return new Node(builtVersion(), System.getProperty("java.version", "unknown"), startedAt, Clock.systemUTC());
    }

    Duration uptime() {
        return Duration.between(startedAt, clock.instant());
    }

    private static String builtVersion() {
        Properties properties = new Properties();
        try (InputStream file = Node.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(file, "version.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version", "unknown");
    }
}
