package io.stacksy.gateway;

import io.stacksy.route.RequestCheck;
import io.stacksy.tool.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads JSON, and finds fault with what has "bad" in it. */
final class FakeCheck implements RequestCheck {
    /** What it was asked to judge. */
    final BlockingQueue<String> judged = new LinkedBlockingQueue<>();

    @Override
    public boolean readsBody(@Nullable String contentType) {
        return "application/json".equals(contentType);
    }

    @Override
    public Optional<Problem> judge(HttpServletRequest request, String path, byte[] body) {
        String asked = path + "?" + request.getQueryString() + " " + new String(body, StandardCharsets.UTF_8);
        judged.add(asked);
        return asked.contains("bad")
                ? Optional.of(new Problem(
                        "about:blank",
                        "Unprocessable Content",
                        422,
                        "2 things are wrong",
                        List.of(
                                new Problem.FieldError("name", "is missing"),
                                new Problem.FieldError("/tags/1", "must be a text"))))
                : Optional.empty();
    }
}
