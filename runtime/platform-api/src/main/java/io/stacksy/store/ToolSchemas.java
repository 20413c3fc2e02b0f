package io.stacksy.store;

import io.stacksy.deploy.ToolName;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The part of the database that is a tool's own: a schema {@code tool_links} and a role of that name. Thread-safe. */
@ProviderType
public interface ToolSchemas {
    /** The scripts that {@link #migrate} would run, in order. */
    List<Script> pending(ToolName tool, List<Script> scripts);

    /**
     * Makes the tool's schema and role where they are missing, and brings the schema up to date, as the tool's role.
     *
     * @param scripts all scripts of the revision, also those that have run before
     * @throws StoreException {@code MIGRATION_FAILED} if one fails or differs from what was run under its name; the
     *     message names the script and the database's reason
     */
    void migrate(ToolName tool, List<Script> scripts);

    /**
     * One migration script.
     *
     * @param name the file's name, such as {@code V1__links.sql}
     */
    record Script(String name, String sql) {}
}
