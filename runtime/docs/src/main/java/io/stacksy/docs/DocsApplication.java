package io.stacksy.docs;

import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The page of the API and what it is made of, everything under {@code /docs}. */
@Component(service = Application.class)
@Mount(mount = "/docs")
public final class DocsApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public DocsApplication() {
        resources = Set.of(new PageResource(PageFiles.ofBundle()));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
