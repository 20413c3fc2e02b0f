package io.stacksy.route;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** An endpoint that only shows things, at fixed paths, to anyone. */
@ProviderType
public interface FixedEndpoint extends Endpoint {
    /** What it shows; always the same. */
    FixedOperations shown();

    @Override
    default List<Operation> operations() {
        return shown().all();
    }

    @Override
    default Match match(String method, String path) {
        return shown().match(method, path);
    }
}
