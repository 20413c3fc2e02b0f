package io.stacksy.auth.provider;

import io.stacksy.auth.AuthException;
import io.stacksy.route.Rule;
import io.stacksy.store.StoreException;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How HTTP says that something was refused. */
final class Answers {
    private static final long AWAY_SECONDS = 2;

    private Answers() {}

    /** Does {@code work}; what it throws becomes an answer. */
    static <T> T answer(Supplier<T> work) {
        try {
            return work.get();
        } catch (SignInException e) {
            throw refused(e);
        } catch (AuthException e) {
            throw refused(e);
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.UNAVAILABLE) {
                throw away();
            }
            throw e;
        }
    }

    static ToolException unauthorized(String detail) {
        return ToolException.of(Problem.of(401, "Unauthorized", detail));
    }

    /**
     * 403: the caller is known, and may not.
     *
     * @param lacking the permission that the caller would need; empty where none would do
     */
    static RuntimeException forbidden(String detail, String lacking) {
        String challenge = Rule.CHALLENGE + ", error=\"insufficient_scope\""
                + (lacking.isEmpty() ? "" : ", scope=\"" + lacking + "\"");
        return new ForbiddenException(
                detail,
                Response.status(Response.Status.FORBIDDEN)
                        .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                        .build());
    }

    /** The value of a field that must be there. */
    static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ToolException.invalid(field, "is missing");
        }
        return value;
    }

    /** The body of a request that must have one. */
    static <T> T required(@Nullable T body) {
        if (body == null) {
            throw ToolException.of(Problem.of(400, "Bad Request", "the request has no body; send a JSON object"));
        }
        return body;
    }

    /** A password as it is to be checked: there, and not so long that hashing it would be work. */
    static String password(String field, @Nullable String value) {
        String password = required(field, value);
        if (Passwords.isTooLong(password)) {
            throw PasswordRules.refused(field, "must have at most " + Passwords.LENGTH_MAX + " characters");
        }
        return password;
    }

    private static RuntimeException refused(SignInException refusal) {
        String detail = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case WRONG_CREDENTIALS, SESSION_OVER -> unauthorized(detail);
            case DELAYED -> new ClientErrorException(
                    detail,
                    Response.status(Response.Status.TOO_MANY_REQUESTS)
                            .header(HttpHeaders.RETRY_AFTER, refusal.retryAfterSeconds())
                            .build());
            case BUSY -> new ServiceUnavailableException(detail, refusal.retryAfterSeconds());
        };
    }

    private static RuntimeException refused(AuthException refusal) {
        String detail = String.valueOf(refusal.getMessage());
        return switch (refusal.reason()) {
            case INVALID -> unauthorized(detail);
            case UNAVAILABLE -> away();
        };
    }

    private static ServiceUnavailableException away() {
        return new ServiceUnavailableException("the database is not available; try again soon", AWAY_SECONDS);
    }
}
