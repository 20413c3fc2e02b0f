package io.stacksy.auth.provider;

import jakarta.ws.rs.core.Application;
import java.time.InstantSource;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accounts, for those who administer them. */
@Component(service = Application.class)
@Mount(mount = "/admin/users")
public final class UsersApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public UsersApplication(@Reference Realm realm) {
        Users users = new Users(
                realm.accounts(),
                realm.passwords(),
                realm.passwordRules(),
                realm.standing(),
                realm.secrets(),
                InstantSource.system());
        resources = Set.of(new UsersResource(users));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
