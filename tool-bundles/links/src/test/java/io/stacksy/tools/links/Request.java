package io.stacksy.tools.links;

import io.stacksy.tool.Caller;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;

/** What a resource is told about a request besides its body. */
final class Request {
    private static final URI BASE = URI.create("http://sho.rt:8080/api/links/");

    private Request() {}

    /** Knows the base of the request, and nothing else. */
    static UriInfo uri() {
        return (UriInfo) Proxy.newProxyInstance(
                Request.class.getClassLoader(),
                new Class<?>[] {UriInfo.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getBaseUri" -> BASE;
                    case "getBaseUriBuilder" -> UriBuilder.fromUri(BASE);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    static Caller by(String account) {
        return new Caller() {
            @Override
            public Optional<String> id() {
                return Optional.of(account);
            }

            @Override
            public Optional<String> name() {
                return Optional.of(account);
            }

            @Override
            public boolean has(String permission) {
                return true;
            }

            @Override
            public String address() {
                return "192.0.2.1";
            }

            @Override
            public String requestId() {
                return "test";
            }
        };
    }
}
