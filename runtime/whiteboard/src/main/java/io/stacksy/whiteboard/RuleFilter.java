package io.stacksy.whiteboard;

import io.stacksy.route.Admission;
import io.stacksy.route.Rule;
import io.stacksy.tool.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that ended at a method whose rule was not the one it was let in by.
 *
 * <p>That is the rule for what a sub-resource locator leads to and for methods that share a path and differ in media
 * types. For all others it is a second line: should the gateway ever match another method than the container, the
 * caller must pass that one's rule too.
 */
@Priority(Integer.MIN_VALUE)
final class RuleFilter implements ContainerRequestFilter {
    private final Supplier<OperationTable> operations;

    RuleFilter(Supplier<OperationTable> operations) {
        this.operations = operations;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Admission admission = Facts.of(request).admission();
        ResourceMethod matched = ((ExtendedUriInfo) request.getUriInfo()).getMatchedResourceMethod();
        Rule rule = matched == null ? new Rule.Nobody() : rule(admission, OperationCompiler.target(matched));
        if (!rule.equals(admission.operation().rule()) && !admission.permits().test(rule)) {
            request.abortWith(refusal(admission, rule));
        }
    }

    private Rule rule(Admission admission, OperationTable.Target target) {
        @Nullable Rule known = operations.get().rule(admission.operation(), target);
        return known == null ? Rules.rule(target.resource(), target.method()) : known;
    }

    private static Response refusal(Admission admission, Rule rule) {
        if (admission.identity().isEmpty() && !(rule instanceof Rule.Nobody)) {
            Problem problem = Problem.of(401, "Unauthorized", "sign in to call this");
            return ProblemFilter.response(problem)
                    .header(HttpHeaders.WWW_AUTHENTICATE, Rule.CHALLENGE)
                    .build();
        }
        return ProblemFilter.response(Problem.of(403, "Forbidden", "you may not call this"))
                .header(HttpHeaders.WWW_AUTHENTICATE, rule.insufficientScope())
                .build();
    }
}
