package io.stacksy.gateway;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a registry exposes, as text. */
final class Exposition {
    private Exposition() {}

    static String of(PrometheusRegistry registry) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            ExpositionFormats.init().getPrometheusTextFormatWriter().write(text, registry.scrape());
            return text.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
