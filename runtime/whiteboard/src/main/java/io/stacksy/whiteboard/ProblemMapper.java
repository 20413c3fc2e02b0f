package io.stacksy.whiteboard;

import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.server.ParamException;

/**
 * Turns whatever a resource throws into a problem. It is the one mapper of the platform and maps the most general type,
 * so that each mapper of a tool comes before it.
 */
final class ProblemMapper implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ToolException refusal) {
            return ProblemFilter.response(refusal.problem()).build();
        }
        if (thrown instanceof ParamException param) {
            return keep(param, parameter(param));
        }
        if (thrown instanceof WebApplicationException answer) {
            return answer.getResponse().getStatus() < 400 ? answer.getResponse() : keep(answer, problem(answer));
        }
        if (thrown instanceof HeaderValueException header
                && header.getContext() == HeaderValueException.Context.INBOUND) {
            return ProblemFilter.response(Problem.of(400, "Bad Request", "a header of the request is not well-formed"))
                    .build();
        }
        return Response.serverError().entity(new Failure(thrown)).build();
    }

    /** What went wrong beyond what the exception itself says; {@link ProblemFilter} decides what to answer. */
    record Failure(Throwable cause) {}

    /** The exception's own response with its headers, such as {@code Allow}, and {@code problem} for a body. */
    private static Response keep(WebApplicationException answer, Problem problem) {
        return Response.fromResponse(answer.getResponse())
                .type(ProblemFilter.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static Problem parameter(ParamException thrown) {
        int status = thrown.getResponse().getStatus();
        String name = thrown.getParameterName();
        return new Problem(
                "about:blank",
                Statuses.title(status),
                status,
                name + ": not a valid value",
                List.of(new Problem.FieldError(name, "not a valid value")));
    }

    /** Passes on what the thrower wrote, but not what the status says anyway, nor the cause of a failure of ours. */
    private static Problem problem(WebApplicationException thrown) {
        int status = thrown.getResponse().getStatus();
        String message = thrown.getMessage();
        if (message == null || message.isBlank() || message.startsWith("HTTP " + status) || status == 500) {
            return Statuses.problem(status);
        }
        return Problem.of(status, Statuses.title(status), message);
    }
}
