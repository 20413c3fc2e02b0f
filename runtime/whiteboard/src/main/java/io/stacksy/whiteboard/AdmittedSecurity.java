package io.stacksy.whiteboard;

import io.stacksy.auth.Identity;
import io.stacksy.route.Admission;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** The caller as the gateway established it, in the words of Jakarta REST. */
record AdmittedSecurity(Admission admission, boolean isSecure) implements SecurityContext {
    @Override
    public @Nullable Principal getUserPrincipal() {
        return admission.identity().map(Identity::name).map(Named::new).orElse(null);
    }

    @Override
    public boolean isUserInRole(String role) {
        return admission.identity().isPresent() && admission.grants().test(role);
    }

    @Override
    public @Nullable String getAuthenticationScheme() {
        return admission.identity().isPresent() ? "Bearer" : null;
    }

    private record Named(String getName) implements Principal {}
}
