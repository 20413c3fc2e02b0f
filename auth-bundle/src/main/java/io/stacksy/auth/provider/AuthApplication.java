package io.stacksy.auth.provider;

import io.stacksy.auth.Authenticator;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing in over HTTP, and the public keys of what that gives out. */
@Component(service = Application.class)
@Mount(mount = {"/auth", "/.well-known"})
public final class AuthApplication extends Application {
    private final Set<Object> resources;

    @Activate
    public AuthApplication(@Reference Realm realm, @Reference Authenticator authenticator) {
        RoleAuthorizer authorizer = new RoleAuthorizer(realm);
        resources = Set.of(
                new AuthResource(realm.signIn(), realm.accounts(), authenticator, authorizer, realm.apiKeys()),
                new RegisterResource(realm.registration()),
                new PasswordResource(realm.passwordChange()),
                new SessionsResource(realm.ownSessions(), authenticator),
                new KeysResource(realm.keys()));
    }

    @Override
    @SuppressWarnings("deprecation") // the one way of the standard to hand over resources that are made already
    public Set<Object> getSingletons() {
        return resources;
    }
}
