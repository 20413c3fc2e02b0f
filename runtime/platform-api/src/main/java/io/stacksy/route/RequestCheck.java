package io.stacksy.route;

import io.stacksy.tool.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** What the description of an endpoint asks of the requests for one operation, compiled. Thread-safe. */
@ProviderType
public interface RequestCheck {
    /** Whether it judges bodies of this type, which then have to be read first. */
    boolean readsBody(@Nullable String contentType);

    /**
     * Judges a request.
     *
     * @param path relative to the endpoint's base, as the operation was matched by it
     * @param body all of it, if it is one that this reads; else nothing
     * @return what to answer in place of the endpoint: a 422 with all that is wrong, a 400 for a body that is no JSON
     */
    Optional<Problem> judge(HttpServletRequest request, String path, byte[] body);
}
