package io.stacksy.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where clients see this node, in place of what their requests say.
 *
 * @param port the one that the URL names, or the scheme's own
 */
record PublicUrl(String scheme, String host, int port) {
    /**
     * Reads a setting.
     *
     * @throws IllegalArgumentException for what is neither empty nor an http or https URL of a host
     */
    static Optional<PublicUrl> of(String setting) {
        if (setting.isBlank()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(setting.strip());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || uri.getUserInfo() != null || defaultPort(scheme) < 0) {
                throw new IllegalArgumentException("not an http or https URL of a host: '" + setting + "'");
            }
            return Optional.of(
                    new PublicUrl(scheme, uri.getHost(), uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: '" + setting + "'", e);
        }
    }

    /** {@code https://api.example.org}, with the port where it is not the scheme's own. */
    String origin() {
        return origin(scheme, host, port);
    }

    static String origin(String scheme, String host, int port) {
        return port == defaultPort(scheme) ? scheme + "://" + host : scheme + "://" + host + ":" + port;
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
