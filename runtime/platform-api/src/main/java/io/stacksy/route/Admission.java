package io.stacksy.route;

import io.stacksy.auth.Identity;
import jakarta.servlet.ServletRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the gateway established about a request before it let it through to an endpoint, attached to the request.
 *
 * @param address the network address that the request came from
 * @param operation the operation that was matched; an endpoint that finds itself at another refuses
 * @param identity who is asking; empty for a caller that is not signed in
 * @param permits whether that caller passes a rule: for what is known only below a sub-resource locator
 * @param grants whether that caller has a role or permission
 */
public record Admission(
        String requestId,
        String address,
        Operation operation,
        Optional<Identity> identity,
        Predicate<Rule> permits,
        Predicate<String> grants) {
    private static final String ATTRIBUTE = Admission.class.getName();

    public Admission {
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(address);
    }

    /** Attaches this to {@code request}. */
    public void attach(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * The admission of {@code request}.
     *
     * @throws IllegalStateException if it has none, so that it did not come through the gateway
     */
    public static Admission of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Admission admission) {
            return admission;
        }
        throw new IllegalStateException("a request that did not come through the gateway");
    }
}
