package io.stacksy.deployer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which revisions of one tool get which callers. Every caller stands at a point from 0 to 100, always the same, and the
 * newest revision has the points from 0 on: as its share grows it keeps the callers that it has. Immutable.
 */
final class Lane {
    static final int WHOLE = 100;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private final Slot live;
    private final List<Share> shares;
    private final @Nullable Slot only;

    /** The points of one revision: those up to {@code end} that belong to none before it. */
    private record Share(Slot slot, int end) {}

    private Lane(Slot live, List<Share> shares) {
        this.live = live;
        this.shares = List.copyOf(shares);
        this.only = shares.size() == 1 ? shares.get(0).slot() : null;
    }

    static Lane wholly(Slot slot) {
        return new Lane(slot, List.of(new Share(slot, WHOLE)));
    }

    /**
     * Divides the callers.
     *
     * @param live the one whose aliases are the tool's
     * @param weights in percent; together 100
     */
    static Lane divided(Slot live, Map<Slot, Integer> weights) {
        List<Slot> newestFirst = weights.keySet().stream()
                .filter(slot -> weights.getOrDefault(slot, 0) > 0)
                .sorted(Comparator.comparing((Slot slot) -> slot.revision().version(), Comparator.reverseOrder()))
                .toList();
        List<Share> shares = new ArrayList<>();
        int end = 0;
        for (Slot slot : newestFirst) {
            end += weights.getOrDefault(slot, 0);
            shares.add(new Share(slot, end));
        }
        if (end != WHOLE) {
            throw new IllegalArgumentException("the shares are " + end + " together, not " + WHOLE);
        }
        return new Lane(live, shares);
    }

    /** @param caller asked for only where it makes a difference */
    Slot of(String tool, LongSupplier caller) {
        Slot whole = only;
        if (whole != null) {
            return whole;
        }
        double point = point(tool, caller.getAsLong());
        for (Share share : shares) {
            if (point < share.end()) {
                return share.slot();
            }
        }
        return live; // not reached: a point is less than 100
    }

    List<String> aliases() {
        return live.aliases();
    }

    List<Slot> slots() {
        return shares.stream().map(Share::slot).toList();
    }

    /** What part of the callers comes to {@code slot}, in percent. */
    int weight(Slot slot) {
        int begin = 0;
        for (Share share : shares) {
            if (share.slot() == slot) {
                return share.end() - begin;
            }
            begin = share.end();
        }
        return 0;
    }

    /**
     * Where a caller of a tool stands: its number times the golden ratio, from where the tool begins. So numbers in a row
     * come to lie evenly, whatever their count, and any others as they do by chance.
     */
    static double point(String tool, long caller) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < tool.length(); i++) {
            hash = (hash ^ tool.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 32)) * GOLDEN_RATIO; // else tools of similar names would begin side by side
        return ((hash + caller * GOLDEN_RATIO) >>> 11) * 0x1.0p-53 * WHOLE;
    }
}
