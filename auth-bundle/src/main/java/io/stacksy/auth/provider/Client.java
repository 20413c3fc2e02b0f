package io.stacksy.auth.provider;

import io.stacksy.tool.Caller;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Where a request came from.
 *
 * @param address of the network
 * @param userAgent as it called itself, shortened
 */
record Client(String address, Optional<String> userAgent) {
    private static final int USER_AGENT_MAX = 200;

    /** That of a request. */
    static Client of(HttpHeaders headers, Caller caller) {
        return new Client(caller.address(), Optional.ofNullable(headers.getHeaderString(HttpHeaders.USER_AGENT)));
    }

    Client {
        userAgent = userAgent
                .map(text -> text.replaceAll("[^\\x20-\\x7e]", "?"))
                .map(text -> text.substring(0, Math.min(text.length(), USER_AGENT_MAX)));
    }
}
