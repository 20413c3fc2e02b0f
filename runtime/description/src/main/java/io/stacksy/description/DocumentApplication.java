package io.stacksy.description;

import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the node says about its API, over HTTP. */
@Component(service = Application.class)
@Mount(mount = "/openapi.json")
public final class DocumentApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public DocumentApplication(@Reference NodeDocument document) {
        resources = Set.of(new DocumentResource(document));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
