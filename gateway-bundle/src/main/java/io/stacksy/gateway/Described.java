package io.stacksy.gateway;

import io.stacksy.route.Operation;
import io.stacksy.route.RequestCheck;
import io.stacksy.tool.Problem;
import java.io.IOException;
import java.util.Optional;

/** Holds requests against what the description of their endpoint asks of them. */
final class Described {
    private static final byte[] UNREAD = {};

    private Described() {}

    /**
     * Judges a request. Its body is read for that only where the description has something to say about it.
     *
     * @throws Refusal for one that is not as described, with all that is wrong with it
     */
    static void check(Exchange exchange, Target target, Operation operation, EndpointRequest question)
            throws IOException {
        RequestCheck check = target.endpoint().check(operation).orElse(null);
        if (check == null) {
            return;
        }
        byte[] body = check.readsBody(question.getContentType()) ? question.readAhead() : UNREAD;
        if (exchange.reply().refused()) {
            throw Refusal.timedOut(); // which is said already: there is no use in asking the endpoint
        }
        Optional<Problem> problem = check.judge(question, target.path(), body);
        if (problem.isPresent()) {
            throw Refusal.notAsDescribed(problem.get());
        }
    }
}
