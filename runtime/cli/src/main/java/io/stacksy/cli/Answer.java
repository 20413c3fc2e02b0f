package io.stacksy.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** What a node answered. */
record Answer(URI node, int status, String body, Optional<String> requestId) {
    /** This, if it is a success; else throws the sentence that says why it is none. */
    Answer orFail() {
        if (status >= 200 && status < 300) {
            return this;
        }
        throw isNotAllowed() ? Failure.notAllowed(detail(), requestId) : Failure.refused(detail(), requestId);
    }

    /** Whether it is who asks that is refused; a node that does not trust a jar answers 403, too. */
    private boolean isNotAllowed() {
        return status == 401 || (status == 403 && !problem().find("cause").equals(Optional.of("not_trusted")));
    }

    /** What the problem in the body says. */
    String detail() {
        Json problem = problem();
        return problem.find("detail")
                .or(() -> problem.find("title"))
                .orElse("the node answered " + status + " and did not say why");
    }

    /** The problem in the body; without members where there is none. */
    private Json problem() {
        try {
            return Json.parse(body);
        } catch (Json.BrokenException e) {
            return new Json(Map.of());
        }
    }

    Json json() {
        try {
            return Json.parse(body);
        } catch (Json.BrokenException e) {
            throw Failure.refused(
                    "what answers at " + node + " does not answer like a Stacksy node; is --url right?", requestId);
        }
    }
}
