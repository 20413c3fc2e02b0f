package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.route.Match;
import io.stacksy.route.Operation;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    @Test
    void applicationsLieSideBySideWithTheDefaultOne() {
        ContainerEndpoint endpoint = Services.endpoint(
                Services.resource(new Hello()),
                application(new Shop(), "/shop/", "shop"),
                Services.resource(new Extra(), "(osgi.jakartars.name=shop)"));
        assertThat(endpoint.operations())
                .extracting(Operation::template)
                .containsExactlyInAnyOrder("/hello", "/shop/things", "/shop/extra");
        assertThat(endpoint.match("GET", "/shop/things")).isInstanceOf(Match.Found.class);
        assertThat(endpoint.match("GET", "/shop/hello")).isInstanceOf(Match.NotFound.class);
        assertThat(endpoint.match("GET", "/shopping/things")).isInstanceOf(Match.NotFound.class);
        assertThat(endpoint.match("GET", "/shop")).isInstanceOf(Match.NotFound.class);
    }

    @Test
    void anApplicationCanTakeThePlaceOfTheDefaultOne() {
        ContainerEndpoint endpoint = Services.endpoint(
                application(new Application() {}, "/moved", ".default"), Services.resource(new Hello()));
        assertThat(endpoint.operations()).extracting(Operation::template).containsExactly("/moved/hello");
    }

    @Test
    void thePathOfAnApplicationIsAddedToItsBase() {
        ContainerEndpoint endpoint = Services.endpoint(application(new Versioned(), "shop", "shop"));
        assertThat(endpoint.operations()).extracting(Operation::template).containsExactly("/shop/v1/things");
    }

    @Test
    void ofTwoApplicationsWithOneBaseTheHigherRankedIsServed() {
        ContainerEndpoint endpoint = Services.endpoint(
                application(new Shop(), "/shop", "first"), application(new Versioned(), "shop", "second"));
        assertThat(endpoint.operations()).extracting(Operation::template).containsExactly("/shop/things");
    }

    @Test
    void ofTwoServicesWithOneNameTheHigherRankedIsServed() {
        Map<String, Object> named = Map.of("osgi.jakartars.resource", true, "osgi.jakartars.name", "same");
        ContainerEndpoint endpoint = Services.endpoint(
                Services.shared(new Hello(), named, Object.class), Services.shared(new Extra(), named, Object.class));
        assertThat(endpoint.operations()).extracting(Operation::template).containsExactly("/hello");
    }

    @Test
    void whatIsMeantForAnotherWhiteboardIsLeftAlone() {
        Map<String, Object> elsewhere = Map.of(
                "osgi.jakartars.resource", true, "osgi.jakartars.whiteboard.target", "(osgi.jakartars.endpoint=/else)");
        Map<String, Object> here = Map.of(
                "osgi.jakartars.resource",
                true,
                "osgi.jakartars.whiteboard.target",
                "(osgi.jakartars.endpoint=/api/*)");
        ContainerEndpoint endpoint = Services.endpoint(
                Services.shared(new Hello(), elsewhere, Object.class),
                Services.shared(new Extra(), here, Object.class));
        assertThat(endpoint.operations()).extracting(Operation::template).containsExactly("/extra");
    }

    @Test
    void anExtensionThatIsDependedOnMustBeThere() {
        Map<String, Object> dependent =
                Map.of("osgi.jakartars.resource", true, "osgi.jakartars.extension.select", new String[] {
                    "(osgi.jakartars.media.type=application/json)", "(osgi.jakartars.name=mapper)"
                });
        Published resource = Services.shared(new Hello(), dependent, Object.class);
        refused("(osgi.jakartars.name=mapper)", resource);
        Published mapper = Services.shared(
                new Mapper(),
                Map.of("osgi.jakartars.extension", true, "osgi.jakartars.name", "mapper"),
                ExceptionMapper.class);
        assertThat(Services.endpoint(resource, mapper).operations()).hasSize(1);
    }

    @Test
    void whatCannotBeServedSaysWhy() {
        refused("has registered no Jakarta REST resource", Services.extension(new Mapper(), ExceptionMapper.class));
        refused("no method of Jakarta REST", new Object());
        refused("Hello is registered as a resource twice", new Hello(), new Hello());
        refused("as none of the types", new Hello(), Services.extension(new Mapper(), Object.class));
        refused("(osgi.jakartars.name=none)", Services.resource(new Hello(), "(osgi.jakartars.name=none)"));
        refused("not a filter: (((", Services.resource(new Hello(), "((("));
        refused("is no jakarta.ws.rs.core.Application", application(new Object(), "/x", "x"));
        refused("cannot be made; the log says why", Services.prototype(new Services.Counted(() -> null)));
    }

    @Test
    void whatWasTakenBeforeAFailureIsGivenBack() {
        Services.Counted taken = new Services.Counted(Hello::new);
        Published good = new Published("good", Map.of("osgi.jakartars.resource", true), Set.of(), false, taken);
        refused("no method of Jakarta REST", good, new Object());
        assertThat(taken.given).hasValue(1);
        assertThat(taken.released).hasValue(1);
    }

    private static void refused(String message, Object... services) {
        assertThatThrownBy(() -> Services.endpoint(services))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Published application(Object application, String base, String name) {
        return Services.shared(
                application,
                Map.of("osgi.jakartars.application.base", base, "osgi.jakartars.name", name),
                Application.class);
    }

    /** Has its path on the method only. */
    public static class Hello {
        @GET
        @Path("hello")
        public String hello() {
            return "hello";
        }
    }

    @Path("extra")
    public static class Extra {
        @GET
        public List<String> extra() {
            return List.of();
        }
    }

    @Path("things")
    public static class Things {
        @GET
        public String things() {
            return "things";
        }
    }

    public static class Shop extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Things.class);
        }
    }

    @ApplicationPath("v1")
    public static class Versioned extends Shop {}

    private static final class Mapper implements ExceptionMapper<IllegalStateException> {
        @Override
        public Response toResponse(IllegalStateException thrown) {
            return Response.ok().build();
        }
    }
}
