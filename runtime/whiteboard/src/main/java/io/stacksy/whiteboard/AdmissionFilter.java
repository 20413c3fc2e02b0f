package io.stacksy.whiteboard;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Tells the container who is calling, before anything else. */
@PreMatching
@Priority(Integer.MIN_VALUE)
final class AdmissionFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        boolean secure = "https".equals(request.getUriInfo().getBaseUri().getScheme());
        request.setSecurityContext(new AdmittedSecurity(Facts.of(request).admission(), secure));
    }
}
