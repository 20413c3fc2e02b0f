package io.stacksy.gateway;

import io.stacksy.auth.AuthException;
import io.stacksy.auth.Authenticator;
import io.stacksy.auth.Authorizer;
import io.stacksy.auth.Identity;
import io.stacksy.route.Rule;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Optional;

/** Finds out who asks, and whether that caller may. Whatever cannot be found out is not allowed. Thread-safe. */
final class Access {
    static final String AUTHORIZATION = "Authorization";
    static final String API_KEY = "X-API-Key";

    private static final String BEARER = "Bearer";
    private static final String KEY_PREFIX = "sk_";

    private final Platform platform;
    private final Metrics metrics;

    Access(Platform platform, Metrics metrics) {
        this.platform = platform;
        this.metrics = metrics;
    }

    /**
     * The caller's identity; empty where no credential was sent. A credential that is not good is refused, also where
     * none is needed: who sends one means to be known.
     */
    Optional<Identity> authenticate(HttpServletRequest request) {
        Optional<String> credential = credential(request);
        if (credential.isEmpty()) {
            return Optional.empty();
        }
        Authenticator authenticator = platform.authenticator().orElseThrow(Refusal::notReady);
        boolean key = credential.get().startsWith(KEY_PREFIX);
        try {
            Identity identity = authenticator.authenticate(credential.get());
            metrics.authenticated(key);
            return Optional.of(identity);
        } catch (AuthException e) {
            metrics.notAuthenticated(key, e.reason());
            throw Refusal.notAuthentic(e);
        }
    }

    /** Lets the caller pass, or refuses: with 401 who may try to sign in, with 403 who is signed in. */
    void authorize(Rule rule, Optional<Identity> identity) {
        if (permits(rule, identity)) {
            return;
        }
        if (rule instanceof Rule.AnyOf && platform.authorizer().isEmpty()) {
            throw Refusal.notReady();
        }
        throw identity.isEmpty() && !(rule instanceof Rule.Nobody) ? Refusal.notSignedIn() : Refusal.notAllowed(rule);
    }

    boolean permits(Rule rule, Optional<Identity> identity) {
        if (rule instanceof Rule.Anyone) {
            return true;
        }
        if (rule instanceof Rule.SignedIn) {
            return identity.isPresent();
        }
        return rule instanceof Rule.AnyOf anyOf && anyOf.grants().stream().anyMatch(grant -> grants(grant, identity));
    }

    boolean grants(String grant, Optional<Identity> identity) {
        if (identity.isEmpty()) {
            return false;
        }
        Optional<Authorizer> authorizer = platform.authorizer();
        return authorizer.isPresent() && authorizer.get().grants(identity.get(), grant);
    }

    private static Optional<String> credential(HttpServletRequest request) {
        String authorization = only(request, AUTHORIZATION);
        String key = only(request, API_KEY);
        boolean bearer = isBearer(authorization);
        if (bearer && !key.isEmpty()) {
            throw Refusal.twoCredentials();
        }
        if (bearer) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (authorization.length() == BEARER.length() || authorization.charAt(BEARER.length()) == ' ');
    }

    /** The value of a header that may come once; empty where it does not come. */
    private static String only(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return "";
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            throw Refusal.twoCredentials();
        }
        return value;
    }
}
