package io.stacksy.store.postgres;

import io.stacksy.store.StoreException;
import io.stacksy.store.ToolSchemas.Script;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;

/**
 * The scripts that have run in one schema. It may hold more than a revision brings: those of a newer one, which an older
 * one that serves beside it or after it does not know.
 */
final class History {
    private static final Pattern NAME = Pattern.compile("V(\\d+(?:[._]\\d+)*)__.+\\.sql");

    private final Map<MigrationVersion, Applied> applied = new HashMap<>();
    private MigrationVersion newest = MigrationVersion.EMPTY;

    /** One script that has run, as Flyway wrote it down. */
    record Applied(String version, String script, int checksum) {}

    History(List<Applied> rows) {
        for (Applied row : rows) {
            MigrationVersion version = MigrationVersion.fromVersion(row.version());
            applied.put(version, row);
            newest = version.isNewerThan(newest) ? version : newest;
        }
    }

    /** Those of {@code scripts} that have not run, in order. */
    List<Script> pending(List<Script> scripts) {
        TreeMap<MigrationVersion, Script> byVersion = new TreeMap<>();
        for (Script script : scripts) {
            Script other = byVersion.put(version(script), script);
            if (other != null) {
                throw misfit(script, "has the same version as " + other.name());
            }
        }
        byVersion.entrySet().removeIf(entry -> hasRun(entry.getKey(), entry.getValue()));
        return List.copyOf(byVersion.values());
    }

    private static MigrationVersion version(Script script) {
        Matcher matcher = NAME.matcher(script.name());
        if (!matcher.matches()) {
            throw misfit(script, "is not named like a migration: V<version>__<what it does>.sql");
        }
        return MigrationVersion.fromVersion(matcher.group(1));
    }

    private boolean hasRun(MigrationVersion version, Script script) {
        Applied row = applied.get(version);
        if (row == null) {
            if (newest.isNewerThan(version)) {
                throw misfit(script, "is older than V" + newest + ", which has run; give it a higher version");
            }
            return false;
        }
        if (!row.script().equals(script.name())) {
            throw misfit(script, "has the version of " + row.script() + ", which has run; give it a higher version");
        }
        if (row.checksum() != ChecksumCalculator.calculate(new GivenScript(script))) {
            throw misfit(script, "has run with other content; put the change into a new script");
        }
        return true;
    }

    private static StoreException misfit(Script script, String what) {
        String message = script.name() + " " + what;
        return StoreException.migrationFailed(message, new FlywayException(message));
    }
}
