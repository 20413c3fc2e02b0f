package io.stacksy.description;

import io.stacksy.deploy.Descriptions;
import io.stacksy.deploy.Plan.Api;
import io.stacksy.deploy.ToolName;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Describes tools by the {@code OSGI-INF/openapi.json} of their jars or, where one has none, by its classes. */
@Component(service = Descriptions.class)
public final class JarDescriptions implements Descriptions {
    @Activate
    public JarDescriptions() {}

    @Override
    public Api compare(ToolName tool, Optional<Path> before, Path after) {
        return new Comparison(tool).of(before.map(JarReading::of).orElseGet(Description::empty), JarReading.of(after));
    }
}
