package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProblemTest {
    private final TestGateway gateway = new TestGateway();
    private final ContainerEndpoint failing = Services.endpoint(ConnectException.class::isInstance, new Failing());

    @BeforeEach
    void serve() {
        gateway.serve(failing);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aToolsRefusalIsAnsweredAsItIs() {
        HttpResponse<String> answer = gateway.get("/failing/refused");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"it is taken\","
                        + "\"instance\":\"/api/test/failing/refused\",\"request_id\":\"r-1\"}");
    }

    @Test
    void anUnexpectedFailureIsLoggedAndSaysNothing() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ProblemFilter.class);
        logger.addAppender(appender);
        logger.setLevel(Level.ERROR);
        appender.start();
        HttpResponse<String> answer = gateway.get("/failing/broken");
        logger.detachAppender(appender);
        logger.setLevel(null);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"request_id\":\"r-1\"").doesNotContain("secret");
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("request r-1 failed: GET /api/test/failing/broken");
    }

    @Test
    void aDatabaseThatIsAwayIsSaidForToolsThatDoNot() {
        HttpResponse<String> answer = gateway.get("/failing/away");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("\"detail\":\"the database is not available; try again soon\"")
                .doesNotContain("refused");
    }

    @Test
    void anAnswerOfJakartaRestKeepsWhatItHas() {
        assertThat(gateway.get("/failing/own").body()).isEqualTo("my own");
        assertThat(gateway.get("/failing/missing").body()).contains("\"detail\":\"no such thing\"");
        assertThat(gateway.get("/failing/moved").statusCode()).isEqualTo(307);
        HttpResponse<String> teapot = gateway.get("/failing/teapot");
        assertThat(teapot.statusCode()).isEqualTo(418);
        assertThat(teapot.headers().firstValue("Pot")).hasValue("tea");
        assertThat(teapot.body()).contains("\"status\":418");
    }

    @Test
    void aFailedAnswerWithoutABodyGetsAProblem() {
        HttpResponse<String> answer = gateway.get("/failing/empty");
        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(answer.body()).contains("\"title\":\"Gone\"").contains("\"detail\":\"it is gone\"");
    }

    @Test
    void aProblemCanBeReturnedToo() {
        HttpResponse<String> answer = gateway.get("/failing/returned");
        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("\"title\":\"Pay\"").contains("\"request_id\":\"r-1\"");
    }

    @Test
    void aParameterThatIsWrongIsNamed() {
        HttpResponse<String> query = gateway.get("/failing/parameter?limit=many");
        assertThat(query.statusCode()).isEqualTo(404);
        assertThat(query.body()).contains("{\"field\":\"limit\",\"message\":\"not a valid value\"}");
        assertThat(gateway.get("/failing/parameter", "Limit", "x").statusCode()).isEqualTo(400);
    }

    @Test
    void headersThatCannotBeReadAreTheCallersFault() {
        assertThat(gateway.get("/failing/empty", "Content-Type", "/;x").statusCode())
                .isEqualTo(400);
        HttpResponse<String> accept = gateway.get("/failing/parameter", "Accept", "//");
        assertThat(accept.statusCode()).isEqualTo(400);
        assertThat(accept.body()).contains("\"title\":\"Bad Request\"");
        assertThat(accept.headers().firstValue("X-Request-Id")).hasValue("r-1");
    }

    @Test
    void whatCannotBeGivenIsSaid() {
        HttpResponse<String> answer = gateway.get("/failing/parameter", "Accept", "image/png");
        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.body()).contains("\"title\":\"Not Acceptable\"");
    }

    @Test
    void anAnswerThatCannotBeWrittenIsAFailure() {
        HttpResponse<String> answer = gateway.get("/failing/unwritable");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"request_id\":\"r-1\"").doesNotContain("secret");
    }

    @Test
    void aMapperOfTheToolComesFirst() {
        gateway.serve(Services.endpoint(new Failing(), Services.extension(new OwnMapper(), ExceptionMapper.class)));
        assertThat(gateway.get("/failing/broken").body()).isEqualTo("mapped");
        assertThat(gateway.get("/failing/refused").body()).isEqualTo("mapped");
        assertThat(gateway.get("/failing/missing").body()).isEqualTo("mapped");
    }

    @Path("failing")
    @PermitAll
    public static class Failing {
        @GET
        @Path("refused")
        public String refused() {
            throw ToolException.conflict("it is taken");
        }

        @GET
        @Path("broken")
        public String broken() {
            throw new IllegalStateException("secret");
        }

        @GET
        @Path("away")
        public String away() throws ConnectException {
            throw new ConnectException("Connection refused");
        }

        @GET
        @Path("unwritable")
        @Produces("application/json")
        public Unwritable unwritable() {
            return new Unwritable();
        }

        @GET
        @Path("own")
        public String own() {
            throw new WebApplicationException(
                    Response.status(400).entity("my own").build());
        }

        @GET
        @Path("missing")
        public String missing() {
            throw new NotFoundException("no such thing");
        }

        @GET
        @Path("moved")
        public String moved() {
            throw new WebApplicationException(
                    Response.temporaryRedirect(URI.create("/x")).build());
        }

        @GET
        @Path("teapot")
        public String teapot() {
            throw new WebApplicationException(
                    Response.status(418).header("Pot", "tea").build());
        }

        @GET
        @Path("empty")
        public Response empty() {
            return Response.status(410).build();
        }

        @GET
        @Path("returned")
        public Response returned() {
            return Response.status(402).entity(Problem.of(402, "Pay", "first")).build();
        }

        @GET
        @Path("parameter")
        @Produces("text/plain")
        public String parameter(@QueryParam("limit") int limit, @HeaderParam("Limit") int header) {
            return "ok";
        }
    }

    public static final class Unwritable {
        private final boolean broken = true;

        public String getValue() {
            if (broken) {
                throw new IllegalStateException("secret");
            }
            return "";
        }
    }

    private static final class OwnMapper implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable thrown) {
            return Response.ok("mapped").build();
        }
    }
}
