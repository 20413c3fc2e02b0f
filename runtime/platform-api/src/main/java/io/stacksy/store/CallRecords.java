package io.stacksy.store;

import io.stacksy.deploy.ToolName;
import java.util.List;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who called which operation of a tool how often, day by day, for {@value #DAYS} days. Thread-safe.
 *
 * @see StoreException what each of its methods throws
 */
@ProviderType
public interface CallRecords {
    /** How long they are kept. */
    int DAYS = 14;

    /** The client that stands for all that are not signed in. */
    String ANONYMOUS = "anonymous";

    /** Adds to what is on record for today. */
    void add(List<Calls> calls);

    /** Deletes what is older than {@value #DAYS} days. */
    void forgetOld();

    /** What is on record of a tool, over all days; most calls first, the first 10,000. */
    List<Calls> of(ToolName tool);

    /**
     * The calls of one client.
     *
     * @param template as of {@link io.stacksy.route.Operation}
     * @param client the name of an account
     */
    record Calls(String tool, String method, String template, String client, long count) {
        public Calls {
            Objects.requireNonNull(tool);
            Objects.requireNonNull(method);
            Objects.requireNonNull(template);
            Objects.requireNonNull(client);
        }
    }
}
