package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import io.stacksy.tool.Caller;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointTest {
    private final TestGateway gateway = new TestGateway();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aResourceLearnsWhoIsCalling() {
        gateway.serve(Services.endpoint(new Who()));
        assertThat(gateway.get("/who").body()).isEqualTo("nobody 192.0.2.1 r-1 false");
        assertThat(gateway.get("/who", TestGateway.ROLES, "who:see").body()).isEqualTo("ada 192.0.2.1 r-1 true");
        assertThat(gateway.get("/who/security").body()).isEqualTo("nobody false");
        assertThat(gateway.get("/who/security", TestGateway.ROLES, "admin").body())
                .isEqualTo("ada true");
    }

    @Test
    void anObjectPerRequestGetsItsCallerInjected() {
        Services.Counted instances = new Services.Counted(Injected::new);
        gateway.serve(Services.endpoint(Services.prototype(instances)));
        assertThat(gateway.get("/injected/a", TestGateway.ROLES, "x").body())
                .isEqualTo("ada a " + gateway.base() + "/");
        assertThat(gateway.get("/injected/b").body()).isEqualTo("nobody b " + gateway.base() + "/");
    }

    @Test
    void aClassOfAnApplicationGetsItsCallerInConstructor() {
        gateway.serve(MountedApplications.build(new WithClass(), Optional.empty()));
        assertThat(gateway.get("/constructed", TestGateway.ROLES, "x").body()).isEqualTo("ada");
    }

    @Test
    void anObjectPerRequestIsMadeOnceAndGivenBack() throws InterruptedException {
        Services.Counted instances = new Services.Counted(Injected::new);
        gateway.serve(Services.endpoint(Services.prototype(instances)));
        int probed = instances.given.get();
        assertThat(instances.released).hasValue(probed);
        gateway.get("/injected/a");
        gateway.get("/injected/a");
        instances.awaitReleased(probed + 2);
        assertThat(instances.given).hasValue(probed + 2);
        assertThat(instances.released).hasValue(probed + 2);
    }

    @Test
    void severalResourcesPerRequestAreEachMadeByTheirService() {
        Services.Counted one = new Services.Counted(() -> new First("one"));
        Services.Counted two = new Services.Counted(() -> new Second("two"));
        Services.Counted three = new Services.Counted(() -> new Unplaced("three"));
        gateway.serve(Services.endpoint(
                Services.prototype(one), Services.prototype(two), Services.prototype(three), new Fourth()));
        assertThat(gateway.get("/first").body()).isEqualTo("one");
        assertThat(gateway.get("/second").body()).isEqualTo("two");
        assertThat(gateway.get("/third").body()).isEqualTo("three");
        assertThat(gateway.get("/fourth").body()).isEqualTo("four");
    }

    @Test
    void anObjectPerRequestIsKeptUntilALateAnswerIsComplete() throws InterruptedException {
        CompletableFuture<String> late = new CompletableFuture<>();
        Services.Counted instances = new Services.Counted(() -> new Late(late));
        gateway.serve(Services.endpoint(Services.prototype(instances)));
        int probed = instances.released.get();
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> gateway.get("/late"));
        Late.entered.join();
        assertThat(instances.released).hasValue(probed);
        late.complete("at last");
        assertThat(answer.join().body()).isEqualTo("at last");
        instances.awaitReleased(probed + 1);
        assertThat(instances.released).hasValue(probed + 1);
    }

    @Test
    void lateAnswersAreGivenInEveryWay() {
        gateway.serve(Services.endpoint(new Slow()));
        assertThat(gateway.get("/slow/suspended").body()).isEqualTo("resumed");
        assertThat(gateway.get("/slow/stage").body()).isEqualTo("staged");
        assertThat(gateway.get("/slow/failed").statusCode()).isEqualTo(500);
        assertThat(gateway.get("/slow/timeout").statusCode()).isEqualTo(503);
        assertThat(gateway.get("/slow/timeout").body()).contains("\"request_id\":\"r-1\"");
    }

    @Test
    void streamsAndEventsArrive() {
        gateway.serve(Services.endpoint(new Slow()));
        assertThat(gateway.get("/slow/stream").body()).hasSize(1_000);
        HttpResponse<String> events = gateway.get("/slow/events");
        assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(events.body()).contains("data: one").contains("data: two");
    }

    @Test
    void theThreadHasTheToolsLoaderMeanwhile() {
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        Blueprint.Shared resource = new Blueprint.Shared(new Loaders());
        Blueprint blueprint = new Blueprint("", Map.of(), Optional.empty(), List.of(resource), List.of(), loader);
        gateway.serve(ContainerEndpoint.build(
                List.of(blueprint), loader, Optional.empty(), Services.UNCHECKED, failure -> false));
        assertThat(gateway.get("/loader").body()).isEqualTo(loader.toString());
    }

    @Test
    void belowALocatorTheRuleOfTheMethodCounts() {
        gateway.serve(Services.endpoint(new OperationTableTest.Shops()));
        assertThat(gateway.get("/shops/a/shelves/1").body()).isEqualTo("shelf");
        assertThat(gateway.send("/shops/a/shelves/1", request -> request.DELETE())
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.send("/shops/a/shelves/1", request -> request.header(TestGateway.ROLES, "user")
                                .DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.send("/shops/a/shelves/1", request -> request.header(TestGateway.ROLES, "keeper")
                                .DELETE())
                        .body())
                .isEqualTo("cleared");
        assertThat(gateway.get("/shops/a").statusCode()).isEqualTo(401);
    }

    @Test
    void ofMethodsThatShareAPathEachHasItsOwnRule() {
        gateway.serve(Services.endpoint(new OperationTableTest.Variants()));
        assertThat(gateway.get("/variants", "Accept", "text/plain").body()).isEqualTo("text");
        assertThat(gateway.get("/variants", "Accept", "text/csv").statusCode()).isEqualTo(401);
        assertThat(gateway.get("/variants", "Accept", "text/csv", TestGateway.ROLES, "admin")
                        .body())
                .isEqualTo("table");
    }

    @Test
    void aRequestLetInAsAnotherOperationMustPassTheRuleOfItsOwn() {
        gateway.serve(Services.endpoint(new Guarded()));
        gateway.letInAs(new Operation("GET", "/guarded/open", new Rule.Anyone(), OptionalLong.empty()));
        assertThat(gateway.get("/guarded/open").body()).isEqualTo("open");
        assertThat(gateway.get("/guarded/closed", TestGateway.ROLES, "admin").statusCode())
                .isEqualTo(403);
        assertThat(gateway.get("/guarded/admin", TestGateway.ROLES, "user"))
                .returns(403, HttpResponse::statusCode)
                .returns(
                        List.of("Bearer realm=\"stacksy\", error=\"insufficient_scope\", scope=\"admin\""),
                        answer -> answer.headers().allValues("WWW-Authenticate"));
        assertThat(gateway.get("/guarded/admin", TestGateway.ROLES, "admin").body())
                .isEqualTo("admin");
        assertThat(gateway.get("/guarded/closed", TestGateway.ROLES, "admin").body())
                .contains("\"title\":\"Forbidden\"");
    }

    @Test
    void headAnswersAsGetWithoutBody() {
        gateway.serve(Services.endpoint(new Guarded()));
        HttpResponse<String> head =
                gateway.send("/guarded/open", request -> request.method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void aClosedEndpointGivesEverythingBack() {
        Services.Counted shared = new Services.Counted(Guarded::new);
        Published service = new Published("service", Map.of("osgi.jakartars.resource", true), Set.of(), false, shared);
        Whiteboard.build(
                        List.of(service),
                        "/api/test/",
                        getClass().getClassLoader(),
                        Optional.empty(),
                        Services.UNCHECKED,
                        failure -> false)
                .close();
        assertThat(shared.given).hasValue(1);
        assertThat(shared.released).hasValue(1);
    }

    @Path("who")
    @PermitAll
    public static class Who {
        @GET
        public String caller(@Context Caller caller) {
            return caller.name().orElse("nobody") + " " + caller.address() + " " + caller.requestId() + " "
                    + caller.has("who:see");
        }

        @GET
        @Path("security")
        public String security(@Context SecurityContext security) {
            boolean known = security.getUserPrincipal() != null;
            return (known ? security.getUserPrincipal().getName() : "nobody") + " " + security.isUserInRole("admin");
        }
    }

    @Path("injected/{path}")
    @PermitAll
    public static class Injected {
        @Context
        @Nullable
        Caller caller;

        @Context
        @Nullable
        UriInfo uri;

        @GET
        public String read(@PathParam("path") String path) {
            if (caller == null || uri == null) {
                return "not injected";
            }
            return caller.name().orElse("nobody") + " " + path + " " + uri.getBaseUri();
        }
    }

    public static class WithClass extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Constructed.class);
        }
    }

    @Path("constructed")
    public static class Constructed {
        private final Caller caller;

        public Constructed(@Context Caller caller) {
            this.caller = caller;
        }

        @GET
        public String read() {
            return caller.name().orElse("nobody");
        }
    }

    @Path("first")
    @PermitAll
    public static class First {
        private final String name;

        First(String name) {
            this.name = name;
        }

        @GET
        public String read() {
            return name;
        }
    }

    @Path("second")
    public static class Second extends First {
        Second(String name) {
            super(name);
        }
    }

    @PermitAll
    public static class Unplaced {
        private final String name;

        Unplaced(String name) {
            this.name = name;
        }

        @GET
        @Path("third")
        public String read() {
            return name;
        }
    }

    @PermitAll
    public static class Fourth {
        @GET
        @Path("fourth")
        public String read() {
            return "four";
        }
    }

    @Path("late")
    @PermitAll
    public static class Late {
        static final CompletableFuture<Boolean> entered = new CompletableFuture<>();
        private final CompletionStage<String> answer;

        Late(CompletionStage<String> answer) {
            this.answer = answer;
        }

        @GET
        public CompletionStage<String> answer() {
            entered.complete(true);
            return answer;
        }
    }

    @Path("slow")
    @PermitAll
    public static class Slow {
        @GET
        @Path("suspended")
        public void suspended(@Suspended AsyncResponse response) {
            ForkJoinPool.commonPool().execute(() -> response.resume("resumed"));
        }

        @GET
        @Path("timeout")
        public void timeout(@Suspended AsyncResponse response) {
            response.setTimeout(20, TimeUnit.MILLISECONDS);
        }

        @GET
        @Path("stage")
        public CompletionStage<String> stage() {
            return CompletableFuture.supplyAsync(() -> "staged");
        }

        @GET
        @Path("failed")
        public CompletionStage<String> failed() {
            return CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        }

        @GET
        @Path("stream")
        public StreamingOutput stream() {
            return output -> {
                for (int i = 0; i < 100; i++) {
                    output.write("0123456789".getBytes(StandardCharsets.US_ASCII));
                    output.flush();
                }
            };
        }

        @GET
        @Path("events")
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public void events(@Context SseEventSink sink, @Context Sse sse) {
            ForkJoinPool.commonPool().execute(() -> {
                sink.send(sse.newEvent("one"));
                sink.send(sse.newEvent("two")).thenRun(sink::close);
            });
        }
    }

    @Path("loader")
    @PermitAll
    public static class Loaders {
        @GET
        public String loader() {
            return String.valueOf(Thread.currentThread().getContextClassLoader());
        }
    }

    @Path("guarded")
    public static class Guarded {
        @GET
        @Path("open")
        @PermitAll
        public String open() {
            return "open";
        }

        @GET
        @Path("closed")
        @DenyAll
        public String closed() {
            return "closed";
        }

        @POST
        @Path("admin")
        @RolesAllowed("other")
        public String write() {
            return "written";
        }

        @GET
        @Path("admin")
        @RolesAllowed("admin")
        public String admin() {
            return "admin";
        }
    }
}
