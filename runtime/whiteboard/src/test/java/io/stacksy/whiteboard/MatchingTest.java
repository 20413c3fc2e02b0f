package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the table says of a request, Jersey must say too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchingTest {
    private static final String MATCHED = "Test-Matched";

    private final TestGateway gateway = new TestGateway();

    @BeforeAll
    void serve() {
        Stream<Object> filter = Stream.of(Services.extension(new Matched(), ContainerResponseFilter.class));
        Stream<Object> resources = Stream.concat(
                OperationTableTest.TOOL.stream(), Stream.of(new Deep(), new Deeper(), new Any(), new Counted()));
        gateway.serve(Services.endpoint(Stream.concat(resources, filter).toArray()));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    static Stream<String> requests() {
        List<String> paths = List.of(
                "",
                "/",
                "/l",
                "/l/",
                "/l/x",
                "/codes",
                "/codes/",
                "/codes/a",
                "/codes/a/",
                "/codes/a/stats",
                "/codes/a/stats/",
                "/codes/stats",
                "/codes/stats/stats",
                "/codes/a/b",
                "/codes;x=1",
                "/codes/a;x=1",
                "/codes/a;x=1/stats;y=2",
                "/codes;x/a",
                "/codes/a%2Fb",
                "/codes/a%2fstats",
                "/codes/%61",
                "/%63odes",
                "/codes/a+b",
                "/codes/a%20b",
                "/codes/;",
                "/codes/;/",
                "/files",
                "/files/",
                "/files/a",
                "/files/a/b/",
                "/numbers/1",
                "/numbers/1234",
                "/numbers/x",
                "/numbers/12/",
                "/numbers/",
                "/shops",
                "/shops/a",
                "/shops/a/",
                "/shops/a/sign",
                "/shops/a/shelves/1",
                "/shops/a/shelves",
                "/only",
                "/variants",
                "/deep",
                "/deep/a",
                "/deep/a/b",
                "/deep/a/b/c",
                "/deep/x",
                "/deep/x/y",
                "/any/x/y",
                "/any",
                "/any/",
                "/nothing",
                "/counted/12",
                "/counted/1234",
                "/codesx",
                "/cod",
                "/L",
                "/deep/%7Bx%7D",
                "//codes",
                "/codes//a",
                "/./codes",
                "/codes/..");
        return paths.stream()
                .flatMap(path -> Stream.of("GET ", "POST ", "DELETE ", "HEAD ").map(method -> method + path));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void theTableAndJerseyAgree(String request) {
        String method = request.substring(0, request.indexOf(' '));
        String path = request.substring(request.indexOf(' ') + 1);
        HttpResponse<String> answer = gateway.send(path, with -> with.header(TestGateway.ROLES, "a,b,admin,keeper")
                .method(method, BodyPublishers.noBody()));
        if (answer.headers().firstValue("Test-Unmatched").isPresent()) {
            assertThat(answer.statusCode()).isEqualTo(jersey(method, path).statusCode());
        } else {
            assertThat(answer.headers().firstValue(MATCHED)).as(answer.body()).isPresent();
        }
    }

    /** What Jersey does with a request that the table has nothing for. */
    private HttpResponse<String> jersey(String method, String path) {
        Match.Found any = (Match.Found) gatewayMatch();
        gateway.letInAs(any.operation());
        gateway.letAllIn();
        try {
            return gateway.send(
                    path, with -> with.header(TestGateway.ROLES, "admin").method(method, BodyPublishers.noBody()));
        } finally {
            gateway.reset();
        }
    }

    private Match gatewayMatch() {
        return gateway.endpoint().match("GET", "/");
    }

    /** Marks an answer of the method that the table matched; below a locator any will do. */
    private static final class Matched implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
            Operation operation = Facts.of(request).admission().operation();
            if (operation.method().equals("*")) {
                response.getHeaders().putSingle(MATCHED, "below a locator");
            } else if (matched != null) {
                boolean same = matched.getHttpMethod().equals(operation.method())
                        && template(matched).equals(operation.template());
                if (same) {
                    response.getHeaders().putSingle(MATCHED, operation.template());
                }
            }
        }

        private static String template(ResourceMethod method) {
            String path = "";
            for (Resource resource = method.getParent(); resource != null; resource = resource.getParent()) {
                path = "/" + resource.getPath() + path;
            }
            String template = ServicePath.simplify(ServicePath.normalise(path));
            return template.isEmpty() ? "/" : template;
        }
    }

    @Path("deep")
    public static class Deep {
        @GET
        @Path("{a}/{b}")
        public String two() {
            return "two";
        }

        @POST
        @Path("x")
        public String x() {
            return "x";
        }

        @Path("{any}")
        public OperationTableTest.Shop any() {
            return new OperationTableTest.Shop();
        }
    }

    @Path("deep/{a}")
    public static class Deeper {
        @GET
        public String one() {
            return "one";
        }

        @POST
        @Path("{b}/{c}")
        public String three() {
            return "three";
        }
    }

    @Path("counted")
    public static class Counted {
        @GET
        @Path("{n: [0-9]{1,3}}")
        public String number() {
            return "number";
        }

        @GET
        @Path("{name}")
        public String name() {
            return "name";
        }
    }

    @Path("any")
    public static class Any {
        @Path("/")
        public OperationTableTest.Shop all() {
            return new OperationTableTest.Shop();
        }
    }
}
