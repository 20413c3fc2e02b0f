package io.stacksy.whiteboard;

import io.stacksy.route.Admission;
import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * What a container's own filters know about a request.
 *
 * @param path the path as the caller sent it
 */
record Facts(Admission admission, String path) {
    private static final String ATTRIBUTE = Facts.class.getName();

    void attach(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Facts of(ContainerRequestContext request) {
        if (request.getProperty(ATTRIBUTE) instanceof Facts facts) {
            return facts;
        }
        throw new IllegalStateException("a request that did not come through its endpoint");
    }
}
