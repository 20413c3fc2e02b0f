package io.stacksy.gateway;

import io.stacksy.store.IdempotencyKeys.Header;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The part of an answer's head that is true of its repeats, too: what the tool said, but for what is for one exchange. */
final class KeptHeaders {
    /** What the node or the server says anew for each answer, and cookies, which are no part of what was asked for. */
    private static final Set<String> OF_ONE_EXCHANGE = Set.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "ratelimit",
            "ratelimit-policy",
            "server",
            "set-cookie",
            "stacksy-revision",
            "strict-transport-security",
            "transfer-encoding",
            "vary",
            "x-request-id");

    private KeptHeaders() {}

    static List<Header> of(HttpServletResponse response) {
        List<Header> kept = new ArrayList<>();
        for (String name : Set.copyOf(response.getHeaderNames())) {
            if (!OF_ONE_EXCHANGE.contains(name.toLowerCase(Locale.ROOT)) && !Cors.owns(name)) {
                response.getHeaders(name).forEach(value -> kept.add(new Header(name, value)));
            }
        }
        return kept;
    }

    /** Says in the head of {@code response} what was kept, in place of what it says already. */
    static void give(List<Header> kept, HttpServletResponse response) {
        Set<String> said = new HashSet<>();
        for (Header header : kept) {
            if (said.add(header.name().toLowerCase(Locale.ROOT))) {
                response.setHeader(header.name(), header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
    }
}
