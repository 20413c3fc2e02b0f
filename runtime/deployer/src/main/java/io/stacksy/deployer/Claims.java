package io.stacksy.deployer;

import io.stacksy.deploy.ToolName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tool has which alias. A tool keeps an alias as long as one of its slots that may get traffic wants it, so that
 * a roll back never finds it taken. Thread-safe.
 */
final class Claims {
    private final Map<String, Set<Slot>> holders = new HashMap<>();

    /** Another tool that has {@code alias}. */
    synchronized Optional<ToolName> other(ToolName tool, String alias) {
        return holders.getOrDefault(alias, Set.of()).stream()
                .map(slot -> slot.revision().tool())
                .filter(holder -> !holder.equals(tool))
                .findAny();
    }

    /**
     * Claims all aliases of {@code slot}, or none of them.
     *
     * @return the first alias that another tool has; empty if it was done
     */
    synchronized Optional<String> claim(Slot slot) {
        List<String> aliases = slot.aliases();
        Optional<String> taken = aliases.stream()
                .filter(alias -> other(slot.revision().tool(), alias).isPresent())
                .findFirst();
        if (taken.isEmpty()) {
            aliases.forEach(alias ->
                    holders.computeIfAbsent(alias, key -> new HashSet<>()).add(slot));
        }
        return taken;
    }

    synchronized void release(Slot slot) {
        for (String alias : slot.aliases()) {
            holders.computeIfPresent(alias, (key, slots) -> {
                slots.remove(slot);
                return slots.isEmpty() ? null : slots;
            });
        }
    }
}
