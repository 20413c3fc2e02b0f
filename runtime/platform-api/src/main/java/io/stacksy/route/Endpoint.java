package io.stacksy.route;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What answers the requests of one revision, or of one part of the platform. It never changes: another revision is
 * another endpoint. Thread-safe.
 *
 * <p>Parts of the platform publish theirs as a service with the property {@value #MOUNT}.
 */
@ProviderType
public interface Endpoint {
    /**
     * Service property of a platform endpoint or of the {@code jakarta.ws.rs.core.Application} it is made of: the root
     * paths that it answers, such as {@code /auth}. Its resources' paths are whole, from the root.
     */
    String MOUNT = "stacksy.mount";

    /** Where a bundle has the OpenAPI document that describes its endpoint. */
    String DESCRIPTION = "OSGI-INF/openapi.json";

    /** All that it can be asked. */
    List<Operation> operations();

    /**
     * The {@value #DESCRIPTION} of its bundle, as it stands there; empty where the bundle has none. Its paths are relative
     * to the endpoint's base. Of the operations in it, only those that the endpoint has are there to be asked.
     */
    default Optional<String> description() {
        return Optional.empty();
    }

    /** What its requests for {@code operation}, one of its own, have to pass first; empty where that is nothing. */
    default Optional<RequestCheck> check(Operation operation) {
        return Optional.empty();
    }

    /**
     * Finds the operation for a request. A {@code HEAD} finds the {@code GET} where there is none of its own.
     *
     * @param path relative to the endpoint's base, normalised, percent-encoding as it came, beginning with a slash
     */
    Match match(String method, String path);

    /**
     * Answers a request whose {@link Admission} is attached. May return before the answer is complete; the request is
     * then in asynchronous mode.
     *
     * @param request its {@code getServletPath()} is the endpoint's base and {@code getPathInfo()} the rest
     */
    void service(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
}
