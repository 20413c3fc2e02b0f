package io.stacksy.store.postgres;

import io.stacksy.store.ToolSchemas.Script;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** All that Flyway finds: the scripts it is given. Nothing is searched for on a class path, which a bundle has none of. */
final class GivenScripts implements ResourceProvider {
    private final List<LoadableResource> scripts;

    GivenScripts(List<Script> scripts) {
        this.scripts = scripts.stream().<LoadableResource>map(GivenScript::new).toList();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return scripts.stream()
                .filter(script -> script.getFilename().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return scripts.stream()
                .filter(script -> script.getFilename().startsWith(prefix))
                .filter(script -> Arrays.stream(suffixes).anyMatch(script.getFilename()::endsWith))
                .toList();
    }
}
