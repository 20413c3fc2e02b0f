package io.stacksy.auth.provider;

import jakarta.ws.rs.core.Application;
import java.time.InstantSource;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accounts, roles and API keys, for those who administer them, and for each his own keys. */
@Component(service = Application.class)
@Mount(mount = {"/admin/users", "/admin/roles", "/auth/api-keys"})
public final class UsersApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public UsersApplication(@Reference Realm realm) {
        InstantSource clock = InstantSource.system();
        Users users = new Users(
                realm.accounts(),
                realm.roles(),
                realm.passwords(),
                realm.passwordRules(),
                realm.standing(),
                realm.secrets(),
                clock);
        IssuedKeys keys = new IssuedKeys(realm.apiKeys(), realm.standing(), realm.secrets(), clock);
        resources = Set.of(
                new UsersResource(users),
                new UserKeysResource(users, keys),
                new RolesResource(new RoleBook(realm.roles(), realm.standing())),
                new ApiKeysResource(keys));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
