package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
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
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

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

    /** Where {@code client} sees the node, by what its request says. */
    static PublicUrl seenBy(Client client, HttpServletRequest request) {
        String scheme = client.secure() ? "https" : "http";
        int port = request.getServerPort();
        boolean named = port != defaultPort(request.getScheme()); // else it is the proxy's that stands there
        return new PublicUrl(scheme, request.getServerName(), named ? port : defaultPort(scheme));
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** {@code https://api.example.org}, with the port where it is not the scheme's own. */
    String origin() {
        return port == defaultPort(scheme) ? scheme + "://" + host : scheme + "://" + host + ":" + port;
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> HTTP_PORT;
            case "https" -> HTTPS_PORT;
            default -> -1;
        };
    }
}
