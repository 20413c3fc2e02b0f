package io.stacksy.gateway;

import io.stacksy.tool.Problem;
import java.nio.charset.StandardCharsets;

/** Error bodies as RFC 9457 describes them. */
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /** A problem that its status says all about, but for {@code detail}. */
    static Problem of(int status, String detail) {
        return Problem.of(status, title(status), detail);
    }

    /** The body for {@code problem}. */
    static byte[] body(Problem problem, String instance, String requestId) {
        Json json = new Json()
                .open('{')
                .member("type", problem.type())
                .member("title", problem.title())
                .member("status", problem.status())
                .member("detail", problem.detail())
                .member("instance", instance)
                .member("request_id", requestId);
        if (!problem.errors().isEmpty()) {
            json.name("errors").open('[');
            for (Problem.FieldError error : problem.errors()) {
                json.open('{')
                        .member("field", error.field())
                        .member("message", error.message())
                        .close('}');
            }
            json.close(']');
        }
        return json.close('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The name of {@code status}, for those that the node itself answers with; the others by their class. */
    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> status < 500 ? "Client Error" : "Server Error";
        };
    }

    /** What {@code status} means, where nothing more is known. */
    static String explanation(int status) {
        return switch (status) {
            case 400 -> "the request is not well-formed, or its path is ambiguous";
            case 401 -> "sign in first: this needs an access token or an API key";
            case 403 -> "you may not do this";
            case 404 -> "there is nothing at this path";
            case 405 -> "this method cannot be used here";
            case 406 -> "there is no answer in a form that the Accept header takes";
            case 408 -> "the request did not arrive in time";
            case 413 -> "the body is too large";
            case 414 -> "the path and query are too long; at most " + Limits.URI_BYTES + " bytes are taken";
            case 415 -> "the body is of a type that is not taken here";
            case 431 -> "the header is too large; at most " + Limits.HEADER_BYTES + " bytes in " + Limits.HEADER_FIELDS
                    + " fields are taken";
            case 501 -> "this method is not known here";
            case 503 -> "this cannot be answered now; try again soon";
            case 505 -> "HTTP/1.1 is spoken here";
            default -> status < 500
                    ? "the request cannot be answered"
                    : "this could not be answered; the node's log says why, by the request id";
        };
    }
}
