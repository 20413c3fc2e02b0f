package io.stacksy.route;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing an endpoint can be asked: a method on a path template. Each is one object for the life of its endpoint, so
 * that what is kept per operation can be keyed by identity.
 *
 * @param method the HTTP method, in upper case; {@code *} for what is decided below a sub-resource locator
 * @param template the path as declared, relative to the endpoint's base, beginning with a slash: {@code /{code}/stats}
 * @param maxBodyBytes the largest body it takes; empty where the node's own limit holds
 * @param quota how often it may be asked; empty for no limit of its own
 */
public record Operation(String method, String template, Rule rule, OptionalLong maxBodyBytes, Optional<Quota> quota) {
    public Operation {
        Objects.requireNonNull(method);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(quota);
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a template begins with a slash: '" + template + "'");
        }
    }

    /** One that may be asked as often as whoever asks likes. */
    public Operation(String method, String template, Rule rule, OptionalLong maxBodyBytes) {
        this(method, template, rule, maxBodyBytes, Optional.empty());
    }
}
