package io.stacksy.deployer;

import io.stacksy.deploy.Removal.Kind;
import java.util.Collection;
import java.util.List;

/** The drivers that are registered with JDBC, which shows each caller only those of its own loader. */
final class JdbcDrivers implements Place {
    private final HiddenField registered = HiddenField.of("java.sql.DriverManager", "registeredDrivers");
    private final HiddenField driver = HiddenField.of("java.sql.DriverInfo", "driver");

    @Override
    public List<Found> find(ClassLoader loader) {
        if (!(registered.of(null) instanceof Collection<?> all)) {
            return List.of();
        }
        return all.stream()
                .filter(info -> Reach.isOf(driver.of(info), loader))
                .map(info -> new Found(
                        Kind.JDBC_DRIVER, name(info), "registered with java.sql.DriverManager", () -> all.remove(info)))
                .toList();
    }

    private String name(Object info) {
        Object found = driver.of(info);
        return found == null ? "" : found.getClass().getName();
    }
}
