package io.stacksy.deploy;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Hears of what is wrong with revisions in service: shows it, puts it on record, and after repeated trouble keeps the
 * revision from its requests. Thread-safe; its methods return at once, and may be called on the way of a request.
 */
@ProviderType
public interface Troubles {
    /** Trouble of a kind begins, or comes again where it has begun already. */
    void begin(Revision revision, Trouble.Kind kind, String detail);

    /** Trouble of a kind is over; nothing happens where there was none. */
    void end(Revision revision, Trouble.Kind kind);
}
