package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.budget.Rate;
import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import io.stacksy.route.Quota;
import io.stacksy.route.Rule;
import io.stacksy.tool.MaxBody;
import io.stacksy.tool.RateLimit;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OperationTableTest {
    static final List<Object> TOOL =
            List.of(new Root(), new Codes(), new Files(), new Numbers(), new Shops(), new Only(), new Variants());
    private static final ContainerEndpoint ENDPOINT = Services.endpoint(TOOL.toArray());

    @Test
    void operationsAreNamedByMethodAndTemplate() {
        assertThat(ENDPOINT.operations())
                .extracting(operation -> operation.method() + " " + operation.template())
                .containsExactlyInAnyOrder(
                        "* /shops/{shop}",
                        "DELETE /codes/{id}",
                        "GET /",
                        "GET /codes",
                        "GET /codes/{code}",
                        "GET /codes/{code}/stats",
                        "GET /files/{path}",
                        "GET /l",
                        "GET /numbers/{n}",
                        "GET /numbers/{name}",
                        "GET /variants",
                        "OPTIONS /only",
                        "POST /codes",
                        "POST /variants",
                        "PUT /shops/{shop}/sign");
    }

    @Test
    void aLiteralComesBeforeAVariable() {
        assertThat(found("GET", "/codes/a/stats")).isEqualTo("/codes/{code}/stats");
        assertThat(found("GET", "/codes/stats")).isEqualTo("/codes/{code}");
        assertThat(found("GET", "/l")).isEqualTo("/l");
        assertThat(found("GET", "/")).isEqualTo("/");
    }

    @Test
    void aRegularExpressionDecides() {
        assertThat(found("GET", "/numbers/12")).isEqualTo("/numbers/{n}");
        assertThat(found("GET", "/numbers/1x")).isEqualTo("/numbers/{name}");
        assertThat(found("GET", "/files/a/b/c.txt")).isEqualTo("/files/{path}");
    }

    @Test
    void slashesParametersAndEscapesAreAsJerseyHasThem() {
        assertThat(found("GET", "/codes/a/")).isEqualTo("/codes/{code}");
        assertThat(found("GET", "/codes/a;v=1")).isEqualTo("/codes/{code}");
        assertThat(found("GET", "/codes;v=1/a;w=2/stats;x")).isEqualTo("/codes/{code}/stats");
        assertThat(found("GET", "/codes/a%2Fstats")).isEqualTo("/codes/{code}");
        assertThat(match("GET", "/%63odes")).isInstanceOf(Match.NotFound.class);
        assertThat(found("GET", "")).isEqualTo("/");
    }

    @Test
    void headIsAGetWhereItIsNothingElse() {
        assertThat(found("HEAD", "/codes/a")).isEqualTo("/codes/{code}");
    }

    @Test
    void aPathWithoutTheMethodSaysWhichItHas() {
        assertThat(match("PATCH", "/codes/a"))
                .isEqualTo(new Match.WrongMethod(Set.of("GET", "HEAD", "DELETE", "OPTIONS")));
        assertThat(match("OPTIONS", "/codes/a")).isInstanceOf(Match.WrongMethod.class);
        assertThat(found("OPTIONS", "/only")).isEqualTo("/only");
    }

    @Test
    void aPathThatIsNotThereIsNotFound() {
        assertThat(match("GET", "/nothing")).isEqualTo(new Match.NotFound());
        assertThat(match("GET", "/codes/a/b")).isEqualTo(new Match.NotFound());
    }

    @Test
    void belowALocatorEverythingIsTheLocators() {
        assertThat(found("DELETE", "/shops/a/shelves/3")).isEqualTo("/shops/{shop}");
        assertThat(found("PUT", "/shops/a/sign")).isEqualTo("/shops/{shop}/sign");
    }

    @Test
    void methodsThatDifferInMediaTypesAreOneOperationWithTheWeakestRule() {
        Operation read = operation("GET", "/variants");
        assertThat(read.rule()).isEqualTo(new Rule.Anyone());
        Operation write = operation("POST", "/variants");
        assertThat(write.rule()).isEqualTo(new Rule.AnyOf(Set.of("a", "b")));
        assertThat(write.maxBodyBytes()).hasValue(20);
    }

    @Test
    void twoMethodsForOnePathAreRefusedByName() {
        assertThatThrownBy(() -> Services.endpoint(new Codes(), new SameCodes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SameCodes.list")
                .hasMessageContaining("Codes.list");
    }

    @Test
    void methodsThatAreOneOperationHaveOneQuota() {
        assertThat(operation("GET", "/variants").quota()).hasValue(new Quota(Rate.parse("5/s"), false));
        assertThat(operation("POST", "/variants").quota()).isEmpty();
        assertThatThrownBy(() -> Services.endpoint(new Halves()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Halves.")
                .hasMessageEndingWith("are one operation and differ in @RateLimit; give them the same, or none");
    }

    @Test
    void aRateThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Services.endpoint(new Unlimited()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("@RateLimit(\"off\") of io.stacksy.whiteboard.OperationTableTest$Unlimited.read"
                        + " must be a rate such as 100/s or 6000/m");
    }

    private static String found(String method, String path) {
        return operation(method, path).template();
    }

    private static Operation operation(String method, String path) {
        assertThat(match(method, path)).isInstanceOf(Match.Found.class);
        return ((Match.Found) match(method, path)).operation();
    }

    private static Match match(String method, String path) {
        return ENDPOINT.match(method, path);
    }

    @Path("/")
    @PermitAll
    public static class Root {
        @GET
        public String root() {
            return "root";
        }

        @GET
        @Path("l")
        public String l() {
            return "l";
        }
    }

    @Path("codes")
    @PermitAll
    public static class Codes {
        @GET
        public String list() {
            return "list";
        }

        @POST
        public String create() {
            return "create";
        }

        @GET
        @Path("/{code}")
        public String read(@PathParam("code") String code) {
            return "read " + code;
        }

        @DELETE
        @Path("{id}/")
        public String delete(@PathParam("id") String code) {
            return "delete " + code;
        }

        @GET
        @Path("{code}/stats")
        public String stats(@PathParam("code") String code) {
            return "stats " + code;
        }
    }

    @Path("/codes")
    public static class SameCodes {
        @GET
        public String list() {
            return "list";
        }
    }

    @Path("files")
    @PermitAll
    public static class Files {
        @GET
        @Path("{path: .+}")
        public String read(@PathParam("path") String path) {
            return "file " + path;
        }
    }

    @Path("numbers")
    @PermitAll
    public static class Numbers {
        @GET
        @Path("{n: [0-9]+}")
        public String number(@PathParam("n") int number) {
            return "number " + number;
        }

        @GET
        @Path("{name}")
        public String name(@PathParam("name") String name) {
            return "name " + name;
        }
    }

    @Path("shops")
    @PermitAll
    public static class Shops {
        @Path("{shop}")
        public Shop shop(@PathParam("shop") String name) {
            return new Shop();
        }

        @PUT
        @Path("{shop}/sign")
        public String sign() {
            return "sign";
        }
    }

    public static class Shop {
        @GET
        public String itself() {
            return "shop";
        }

        @PermitAll
        @GET
        @Path("shelves/{n}")
        public String shelf() {
            return "shelf";
        }

        @RolesAllowed("keeper")
        @DELETE
        @Path("shelves/{n}")
        public String clear() {
            return "cleared";
        }
    }

    @Path("only")
    @PermitAll
    public static class Only {
        @OPTIONS
        public String options() {
            return "options";
        }
    }

    @Path("variants")
    public static class Variants {
        @GET
        @PermitAll
        @RateLimit("5/s")
        @Produces("text/plain")
        public String text() {
            return "text";
        }

        @GET
        @RolesAllowed("admin")
        @RateLimit("5/s")
        @Produces("text/csv")
        public String table() {
            return "table";
        }

        @POST
        @RolesAllowed("a")
        @MaxBody(10)
        @Consumes("text/plain")
        public String takeText(String text) {
            return "a";
        }

        @POST
        @RolesAllowed("b")
        @MaxBody(20)
        @Consumes("text/csv")
        public String takeTable(String table) {
            return "b";
        }
    }

    @Path("halves")
    public static class Halves {
        @GET
        @RateLimit("5/s")
        @Produces("text/plain")
        public String text() {
            return "text";
        }

        @GET
        @Produces("text/csv")
        public String table() {
            return "table";
        }
    }

    @Path("unlimited")
    public static class Unlimited {
        @GET
        @RateLimit("off")
        public String read() {
            return "read";
        }
    }
}
