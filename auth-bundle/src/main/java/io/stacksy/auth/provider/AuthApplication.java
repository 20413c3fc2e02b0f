package io.stacksy.auth.provider;

import io.stacksy.auth.Authenticator;
import jakarta.ws.rs.core.Application;
import java.time.InstantSource;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * All of sign-in over HTTP: signing in and one's own account, and accounts, roles and signing keys for those who administer
 * them. It is one application for several roots, as each costs a start some time.
 */
@Component(service = Application.class)
@Mount(mount = {"/auth", "/.well-known", "/admin/users", "/admin/roles", "/admin/keys"})
public final class AuthApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public AuthApplication(@Reference Realm realm, @Reference Authenticator authenticator) {
        InstantSource clock = InstantSource.system();
        RoleAuthorizer authorizer = new RoleAuthorizer(realm);
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
                new AuthResource(realm.signIn(), realm.accounts(), authenticator, authorizer, realm.apiKeys()),
                new RegisterResource(realm.registration()),
                new PasswordResource(realm.passwordChange()),
                new SessionsResource(realm.ownSessions(), authenticator),
                new KeysResource(realm.keys()),
                new ApiKeysResource(keys),
                new UsersResource(users),
                new UserKeysResource(users, keys),
                new RolesResource(new RoleBook(realm.roles(), realm.standing())),
                new RotationResource(realm.keys(), realm.rotation()));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
