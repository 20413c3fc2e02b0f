package io.stacksy.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A tool as it stands on this node.
 *
 * @param live the version that answers; empty when none does
 * @param revisions newest first
 * @param aliases the root paths it claims, such as {@code /l}
 */
public record Tool(
        ToolName name, Optional<Version> live, List<RevisionStatus> revisions, List<String> aliases, Health health) {
    public Tool {
        revisions = List.copyOf(revisions);
        aliases = List.copyOf(aliases);
    }

    /** What its own health checks say. */
    public enum Health {
        UP,
        DEGRADED,
        DOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One revision of it.
     *
     * @param weight its share of the traffic in percent, 0 to 100
     * @param routes its operations, as {@code GET /api/links/{code}}; empty when it is not in memory
     * @param permissions those that its operations ask for, in order; empty when it is not in memory
     * @param reason why it failed; empty unless it did
     * @param removal what became of it when it left memory; empty unless it did since the node started
     * @param load what it does and uses
     * @param troubles what is wrong with it, by kind; empty where nothing is
     * @param quarantine why it is kept from its requests; empty where it is not
     */
    public record RevisionStatus(
            Revision revision,
            RevisionState state,
            int weight,
            List<String> routes,
            List<String> permissions,
            Instant since,
            long inFlight,
            Optional<String> reason,
            Optional<Removal> removal,
            Load load,
            List<Trouble> troubles,
            Optional<Quarantine> quarantine) {
        public RevisionStatus {
            routes = List.copyOf(routes);
            permissions = List.copyOf(permissions);
            troubles = List.copyOf(troubles);
        }

        /** Whether it has left service, and its classes have not left memory yet. */
        public boolean unreclaimed() {
            return removal.filter(Removal::inMemory).isPresent();
        }
    }

    /** What all its revisions do and use. */
    public Load load() {
        return revisions.stream().map(RevisionStatus::load).reduce(Load.NONE, Load::plus);
    }
}
