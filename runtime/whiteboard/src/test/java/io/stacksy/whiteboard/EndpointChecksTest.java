package io.stacksy.whiteboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Endpoint;
import io.stacksy.route.EndpointFactory;
import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import io.stacksy.tool.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointChecksTest {
    @Test
    void hasTheChecksThatItsDescriptionIsMadeInto() {
        RequestCheck check = new RequestCheck() {
            @Override
            public boolean readsBody(@Nullable String contentType) {
                return false;
            }

            @Override
            public Optional<Problem> judge(HttpServletRequest request, String path, byte[] body) {
                return Optional.empty();
            }
        };
        List<Published> services = List.of(Services.resource(new EndpointTest.Guarded()));
        ClassLoader loader = getClass().getClassLoader();
        ContainerEndpoint.Checking checking = (description, operations) -> {
            IdentityHashMap<Operation, RequestCheck> checks = new IdentityHashMap<>();
            operations.stream()
                    .filter(operation -> operation.template().equals("/guarded/" + description))
                    .forEach(operation -> checks.put(operation, check));
            return checks;
        };
        try (EndpointFactory.Built built =
                Whiteboard.build(services, "/api/test/", loader, Optional.of("open"), checking, failure -> false)) {
            Endpoint endpoint = built.endpoint();
            assertThat(endpoint.operations())
                    .anySatisfy(
                            operation -> assertThat(endpoint.check(operation)).contains(check))
                    .anySatisfy(
                            operation -> assertThat(endpoint.check(operation)).isEmpty());
        }
    }
}
