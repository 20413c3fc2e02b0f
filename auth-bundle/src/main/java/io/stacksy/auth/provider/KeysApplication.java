package io.stacksy.auth.provider;

import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing keys, for those who administer them. */
@Component(service = Application.class)
@Mount(mount = "/admin/keys")
public final class KeysApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public KeysApplication(@Reference Realm realm) {
        resources = Set.of(new RotationResource(realm.keys(), realm.rotation()));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
