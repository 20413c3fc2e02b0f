package io.stacksy.cli;

import java.net.URI;
import java.util.Optional;

/** What a node answered. */
record Answer(URI node, int status, String body, Optional<String> requestId) {
    /** This, if it is a success; else throws the sentence that says why it is none. */
    Answer orFail() {
        if (status >= 200 && status < 300) {
            return this;
        }
        throw status == 401 || status == 403
                ? Failure.notAllowed(detail(), requestId)
                : Failure.refused(detail(), requestId);
    }

    /** What the problem in the body says. */
    String detail() {
        String silent = "the node answered " + status + " and did not say why";
        try {
            Json problem = Json.parse(body);
            return problem.find("detail").or(() -> problem.find("title")).orElse(silent);
        } catch (Json.BrokenException e) {
            return silent;
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
