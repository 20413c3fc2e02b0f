package io.stacksy.tool;

import java.util.List;

/** Ends a request with a {@link Problem}. Thrown from anywhere in a resource; the node writes the answer. */
public final class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private ToolException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** The request is understood and not acceptable for the reason in {@code problem}. */
    public static ToolException of(Problem problem) {
        return new ToolException(problem);
    }

    /** 404: there is no such thing, or the caller may not know that there is. */
    public static ToolException notFound(String detail) {
        return new ToolException(Problem.of(404, "Not Found", detail));
    }

    /** 409: the request does not go with the present state, such as a name that is taken. */
    public static ToolException conflict(String detail) {
        return new ToolException(Problem.of(409, "Conflict", detail));
    }

    /** 410: it was there and will not come back. */
    public static ToolException gone(String detail) {
        return new ToolException(Problem.of(410, "Gone", detail));
    }

    /** 422: one field has a value that is not acceptable. */
    public static ToolException invalid(String field, String message) {
        return new ToolException(new Problem(
                "about:blank",
                "Unprocessable Content",
                422,
                field + ": " + message,
                List.of(new Problem.FieldError(field, message))));
    }

    /** The answer that the caller gets. */
    public Problem problem() {
        return problem;
    }
}
