package io.stacksy.deployer;

import io.stacksy.deploy.Recall;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All places of this process that the node can look at. Thread-safe. */
final class Places implements Place {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final List<Place> places;

    Places(List<Place> places) {
        this.places = List.copyOf(places);
    }

    static Places ofThisProcess(Recall recall) {
        List<Place> places = new ArrayList<>();
        add(places, "threads", () -> new RunningThreads(recall));
        add(places, "thread-locals", ThreadLocals::new);
        add(places, "JDBC drivers", JdbcDrivers::new);
        add(places, "MBeans", ManagedBeans::ofThePlatform);
        add(places, "shutdown hooks", ShutdownHooks::new);
        return new Places(places);
    }

    private static void add(List<Place> places, String name, Supplier<Place> place) {
        try {
            places.add(place.get());
        } catch (HiddenField.UnreachableException e) {
            LOG.warn("{} of removed tools are neither found nor mended: {}", name, e.getMessage());
        }
    }

    @Override
    public List<Found> find(ClassLoader loader) {
        ResourceBundle.clearCache(loader); // it would keep them until memory gets short
        List<Found> found = new ArrayList<>();
        places.forEach(place -> found.addAll(place.find(loader)));
        return found;
    }
}
