package io.stacksy.store.postgres;

import io.stacksy.store.ToolSchemas.Script;
import java.io.Reader;
import java.io.StringReader;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script in memory, as Flyway reads it. */
final class GivenScript extends LoadableResource {
    private final Script script;

    GivenScript(Script script) {
        this.script = script;
    }

    @Override
    public Reader read() {
        return new StringReader(script.sql());
    }

    @Override
    public String getAbsolutePath() {
        return script.name();
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return script.name();
    }

    @Override
    public String getFilename() {
        return script.name();
    }

    @Override
    public String getRelativePath() {
        return script.name();
    }
}
