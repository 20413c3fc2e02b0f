package io.stacksy.deployer;

import io.stacksy.deploy.Removal.Holder;
import io.stacksy.deploy.Removal.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that was found to hold one removed revision, look by look. Holds nothing of it itself. Thread-safe. */
final class Findings {
    private final Place place;
    private final Map<Key, Sighting> found = new LinkedHashMap<>();
    private int looks;

    private record Key(Kind kind, String name) {}

    /** What was seen in the look of that number. */
    private record Sighting(String detail, int look) {}

    Findings(Place place) {
        this.place = place;
    }

    /** Notes what was seen to already. */
    synchronized void note(Kind kind, String name, String detail) {
        found.put(new Key(kind, name), new Sighting(detail, looks));
    }

    /**
     * Looks for what leads to the loader, and makes it let go where that can be done safely.
     *
     * @return whether there was anything
     */
    synchronized boolean mend(ClassLoader loader) {
        looks++;
        List<Place.Found> holders = place.find(loader);
        for (Place.Found holder : holders) {
            found.put(new Key(holder.kind(), holder.name()), new Sighting(holder.detail(), looks));
            holder.mend().run();
        }
        return !holders.isEmpty();
    }

    /** All that was found; what was not there any more at the last look, or is known to be gone, is mended. */
    synchronized List<Holder> holders(boolean gone) {
        List<Holder> holders = new ArrayList<>();
        found.forEach((key, seen) -> holders.add(new Holder(
                key.kind(), key.name(), seen.detail(), gone || seen.look() < looks || key.kind() == Kind.CONNECTION)));
        return holders;
    }
}
