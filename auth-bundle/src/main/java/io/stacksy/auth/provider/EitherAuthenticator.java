package io.stacksy.auth.provider;

import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Identity;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows callers by access tokens and by API keys, which begin in a way that no token does. */
@Component(service = Authenticator.class)
public final class EitherAuthenticator implements Authenticator {
    private final Function<String, Identity> byToken;
    private final Function<String, Identity> byKey;

    @Activate
    public EitherAuthenticator(@Reference Realm realm) {
        this(new JwtAuthenticator(realm)::authenticate, realm.keyAuthenticator()::authenticate);
    }

    EitherAuthenticator(Function<String, Identity> byToken, Function<String, Identity> byKey) {
        this.byToken = byToken;
        this.byKey = byKey;
    }

    @Override
    public Identity authenticate(String credential) {
        return (credential.startsWith(KeyText.PREFIX) ? byKey : byToken).apply(credential);
    }
}
