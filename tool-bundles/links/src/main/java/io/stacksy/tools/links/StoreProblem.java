package io.stacksy.tools.links;

import io.stacksy.tool.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer where the database did not give one. */
@Component(service = ExceptionMapper.class)
@JakartarsExtension
public final class StoreProblem implements ExceptionMapper<StoreException> {
    private static final Logger LOG = LoggerFactory.getLogger(StoreProblem.class);
    private static final int RETRY_SECONDS = 2;
    private static final MediaType PROBLEM = new MediaType("application", "problem+json");

    @Override
    public Response toResponse(StoreException e) {
        return switch (e.reason()) {
            case UNAVAILABLE -> answer(
                            503, "Service Unavailable", "links cannot be looked up at the moment; try again soon")
                    .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                    .build();
            case REJECTED -> {
                LOG.error("a request failed", e);
                yield answer(500, "Internal Server Error", "this could not be answered; the node's log says why")
                        .build();
            }
        };
    }

    private static Response.ResponseBuilder answer(int status, String title, String detail) {
        return Response.status(status).type(PROBLEM).entity(Problem.of(status, title, detail));
    }
}
