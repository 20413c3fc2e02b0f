package io.stacksy.whiteboard;

import io.stacksy.auth.Identity;
import io.stacksy.route.Admission;
import io.stacksy.tool.Caller;
import java.util.Optional;
import java.util.function.Predicate;

/** The caller as the gateway established it. */
record ToolCaller(
        Optional<String> id,
        Optional<String> name,
        Optional<String> keyId,
        Predicate<String> grants,
        String address,
        String requestId)
        implements Caller {
    static ToolCaller of(Admission admission) {
        return new ToolCaller(
                admission.identity().map(Identity::subject),
                admission.identity().map(Identity::name),
                admission.identity().flatMap(Identity::key).map(Identity.Key::id),
                admission.grants(),
                admission.address(),
                admission.requestId());
    }

    @Override
    public boolean has(String permission) {
        return id.isPresent() && grants.test(permission);
    }
}
