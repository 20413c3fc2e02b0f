package io.stacksy.admin.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Providers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Values as text, the way the container writes them as bodies. */
record Json(Providers providers) {
    private static final Annotation[] NONE = {};

    String of(RolloutView rollout) throws IOException {
        MessageBodyWriter<RolloutView> writer = Objects.requireNonNull(
                providers.getMessageBodyWriter(
                        RolloutView.class, RolloutView.class, NONE, MediaType.APPLICATION_JSON_TYPE),
                "no writer of JSON");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(
                rollout,
                RolloutView.class,
                RolloutView.class,
                NONE,
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
