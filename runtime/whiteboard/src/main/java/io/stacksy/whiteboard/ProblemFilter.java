package io.stacksy.whiteboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.stacksy.tool.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.glassfish.jersey.server.internal.process.MappableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the problem of each answer that is one, and gives a problem to each failed answer that has no body. */
@Priority(Integer.MIN_VALUE)
final class ProblemFilter implements ContainerResponseFilter, ReaderInterceptor {
    static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final Logger log = LoggerFactory.getLogger(ProblemFilter.class);
    private static final int RETRY_SECONDS = 2;
    private static final String UNREADABLE = ProblemFilter.class.getName() + ".unreadable";

    private final Predicate<Throwable> outage;

    /** @param outage whether a failure comes of a database that is away, which is not the resource's fault */
    ProblemFilter(Predicate<Throwable> outage) {
        this.outage = outage;
    }

    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
    }

    /** Remembers that it is the request's body that could not be read, and not anything else that is JSON. */
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (IOException e) {
            context.setProperty(UNREADABLE, e);
            throw e;
        } catch (MappableException e) {
            context.setProperty(UNREADABLE, e.getCause());
            throw e;
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object entity = response.getEntity();
        if (entity instanceof ProblemMapper.Failure failure) {
            Problem problem = problem(request, failure.cause());
            if (problem.status() == 503) {
                response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            }
            write(problem, request, response);
        } else if (entity instanceof Problem problem) {
            write(problem, request, response);
        } else if (entity == null && response.getStatus() >= 400) {
            write(Statuses.problem(response.getStatus()), request, response);
        }
    }

    private Problem problem(ContainerRequestContext request, Throwable thrown) {
        if (request.getProperty(UNREADABLE) instanceof IOException unreadable && isCausedBy(thrown, unreadable)) {
            return unreadable instanceof JsonProcessingException json
                    ? JsonProblem.of(json)
                    : Problem.of(400, "Bad Request", "the body could not be read");
        }
        Facts facts = Facts.of(request);
        if (outage.test(thrown)) {
            log.debug("request {} found no database", facts.admission().requestId(), thrown);
            return Problem.of(503, Statuses.title(503), "the database is not available; try again soon");
        }
        log.error("request {} failed: {} {}", facts.admission().requestId(), request.getMethod(), facts.path(), thrown);
        return Statuses.problem(500);
    }

    private static boolean isCausedBy(Throwable thrown, Throwable cause) {
        for (Throwable next = thrown; next != null; next = next.getCause()) {
            if (next == cause) {
                return true;
            }
        }
        return false;
    }

    private static void write(Problem problem, ContainerRequestContext request, ContainerResponseContext response) {
        Facts facts = Facts.of(request);
        byte[] body = ProblemBody.bytes(problem, facts.path(), facts.admission().requestId());
        response.setStatus(problem.status());
        response.setEntity(body, new Annotation[0], MEDIA_TYPE);
    }
}
