package io.stacksy.whiteboard;

import io.stacksy.tool.Problem;
import jakarta.ws.rs.core.Response;

/** What can be said about a failed request of which nothing but the status is known. */
final class Statuses {
    private Statuses() {}

    static Problem problem(int status) {
        return Problem.of(status, title(status), detail(status));
    }

    static String title(int status) {
        if (status == 422) {
            return "Unprocessable Content";
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        if (known != null) {
            return known.getReasonPhrase();
        }
        return status < 500 ? "Bad Request" : "Server Error";
    }

    private static String detail(int status) {
        return switch (status) {
            case 401 -> "sign in to call this";
            case 403 -> "you may not call this";
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not answer to this method; the header Allow says to which it does";
            case 406 -> "the answer does not exist in any of the media types that the header Accept asks for";
            case 409 -> "the request does not go with the present state";
            case 410 -> "it is gone";
            case 412 -> "it has changed in the meantime";
            case 413 -> "the body is too large";
            case 415 -> "the body is not of a media type that is understood here; see its header Content-Type";
            case 429 -> "too many requests; try again later";
            case 500 -> "something went wrong here; the request id finds it in the log";
            case 503 -> "not available at the moment; try again soon";
            default -> status < 500 ? "the request is not acceptable" : "the request could not be answered";
        };
    }
}
