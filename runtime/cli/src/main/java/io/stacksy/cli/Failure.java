package io.stacksy.cli;

import java.net.URI;
import java.util.Optional;

/** A verb that did not do what it was asked. The message is the one sentence that the user reads. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String requestId;

    private Failure(Exit exit, String message, Optional<String> requestId) {
        super(message);
        this.exit = exit;
        this.requestId = requestId.orElse("");
    }

    static Failure usage(String message) {
        return new Failure(Exit.USAGE, message, Optional.empty());
    }

    static Failure unreachable(URI node, String why) {
        return new Failure(
                Exit.UNREACHABLE,
                "the node " + node + " cannot be reached: " + why + "; is it running, and is --url right?",
                Optional.empty());
    }

    static Failure notAllowed(String message, Optional<String> requestId) {
        return new Failure(Exit.NOT_ALLOWED, message, requestId);
    }

    static Failure refused(String message, Optional<String> requestId) {
        return new Failure(Exit.REFUSED, message, requestId);
    }

    static Failure rolledBack(String message, Optional<String> requestId) {
        return new Failure(Exit.ROLLED_BACK, message, requestId);
    }

    Exit exit() {
        return exit;
    }

    /** The request that failed; empty where none was answered. */
    Optional<String> requestId() {
        return requestId.isEmpty() ? Optional.empty() : Optional.of(requestId);
    }
}
