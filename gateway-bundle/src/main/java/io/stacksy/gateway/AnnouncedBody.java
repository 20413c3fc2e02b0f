package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;

/** What the head of a request says about its body, judged before anybody reads that. */
final class AnnouncedBody {
    private static final String ENCODING = "Content-Encoding";

    private AnnouncedBody() {}

    /**
     * Looks at size and coding. What is compressed could become any size, and nothing here unpacks it.
     *
     * @throws Refusal for more than {@code limit} bytes, and for bodies that are compressed
     */
    static void check(HttpServletRequest request, long limit) {
        if (request.getContentLengthLong() > limit) {
            throw Refusal.bodyTooLarge(limit);
        }
        Enumeration<String> encodings = request.getHeaders(ENCODING);
        while (encodings.hasMoreElements()) {
            if (!encodings.nextElement().strip().equalsIgnoreCase("identity")) {
                throw Refusal.encodedBody();
            }
        }
    }
}
