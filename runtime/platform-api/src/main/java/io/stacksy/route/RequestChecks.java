package io.stacksy.route;

import java.util.IdentityHashMap;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Makes checks of descriptions, once for the life of an endpoint. Thread-safe. */
@ProviderType
public interface RequestChecks {
    /**
     * Makes the checks of one endpoint. What of the description cannot be understood is said in the log and not checked.
     *
     * @param subject whose description it is, for the log
     * @param description see {@link Endpoint#description}
     * @return by operation; an operation that nothing is asked of has none
     */
    IdentityHashMap<Operation, RequestCheck> compile(String subject, String description, List<Operation> operations);
}
