package io.stacksy.gateway;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The body of one request, as an endpoint gets it: as it comes in or, where it had to be judged first, at once. */
final class RequestBody {
    private ServletInputStream input;
    private @Nullable BufferedReader reader;
    private byte @Nullable [] ahead;

    RequestBody(ServletInputStream input) {
        this.input = input;
    }

    ServletInputStream input() {
        return input;
    }

    /** @param encoding the name of its character set; null for UTF-8 */
    BufferedReader reader(@Nullable String encoding) {
        if (reader == null) {
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            reader = new BufferedReader(new InputStreamReader(input, charset));
        }
        return reader;
    }

    /**
     * Reads all of it, which the endpoint then gets all the same. To be called before anybody else has read of it; who
     * comes second gets the same bytes.
     */
    byte[] readAhead(Supplier<AsyncContext> context) throws IOException {
        if (ahead == null) {
            ahead = input.readAllBytes();
            input = new ReadBody(ahead, context);
        }
        return ahead;
    }
}
