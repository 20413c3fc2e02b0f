package io.stacksy.description;

import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedEndpoint;
import io.stacksy.route.FixedOperations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The OpenAPI document of the node, for all. Who has it already is told so. Thread-safe. */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + DocumentEndpoint.ROOT)
public final class DocumentEndpoint implements FixedEndpoint {
    static final String ROOT = "/openapi.json";

    private final FixedOperations operations = FixedOperations.at(ROOT);
    private final NodeDocument document;

    @Activate
    public DocumentEndpoint(@Reference NodeDocument document) {
        this.document = document;
    }

    @Override
    public FixedOperations shown() {
        return operations;
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        document.current().json().answer(request, response);
    }
}
