package io.stacksy.whiteboard;

import io.stacksy.route.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** What a bundle says about its resources in an OpenAPI document. */
final class BundleDescription {
    private static final int MAX_BYTES = 8 << 20;

    private BundleDescription() {}

    /** @throws IllegalArgumentException if it cannot be read, or is too long to be one */
    static Optional<String> of(Bundle bundle) {
        URL entry = bundle.getEntry(Endpoint.DESCRIPTION);
        return entry == null ? Optional.empty() : Optional.of(read(entry));
    }

    static String read(URL entry) {
        try (InputStream in = entry.openStream()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(Endpoint.DESCRIPTION + " has more than " + MAX_BYTES
                        + " bytes; describe less, or leave it out");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(Endpoint.DESCRIPTION + " cannot be read: " + e.getMessage(), e);
        }
    }
}
