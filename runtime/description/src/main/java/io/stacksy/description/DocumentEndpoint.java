package io.stacksy.description;

import io.stacksy.route.Endpoint;
import io.stacksy.route.FixedOperations;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The OpenAPI document of the node, for all. Who has it already is told so. Thread-safe. */
@Component(service = Endpoint.class, property = Endpoint.MOUNT + "=" + DocumentEndpoint.ROOT)
public final class DocumentEndpoint implements Endpoint {
    static final String ROOT = "/openapi.json";

    private final FixedOperations operations = FixedOperations.at(ROOT);
    private final NodeDocument document;

    @Activate
    public DocumentEndpoint(@Reference NodeDocument document) {
        this.document = document;
    }

    @Override
    public List<Operation> operations() {
        return operations.all();
    }

    @Override
    public Match match(String method, String path) {
        return operations.match(method, path);
    }

    @Override
    public void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-cache");
        document.current().json().answer(request, response);
    }
}
