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

    /** An alias that a tool cannot have, and the tool that has it. */
    record Taken(String alias, ToolName holder) {}

    /** Those of {@code aliases} that {@code tool} cannot have. */
    synchronized List<Taken> taken(ToolName tool, List<String> aliases) {
        return aliases.stream()
                .flatMap(alias -> other(tool, alias).map(holder -> new Taken(alias, holder)).stream())
                .toList();
    }

    /**
     * Claims all aliases of {@code slot}, or none of them.
     *
     * @return the first alias that another tool has; empty if it was done
     */
    synchronized Optional<Taken> claim(Slot slot) {
        List<String> aliases = slot.aliases();
        Optional<Taken> taken = taken(slot.revision().tool(), aliases).stream().findFirst();
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

    private Optional<ToolName> other(ToolName tool, String alias) {
        return holders.getOrDefault(alias, Set.of()).stream()
                .map(slot -> slot.revision().tool())
                .filter(holder -> !holder.equals(tool))
                .findAny();
    }
}
