package io.stacksy.tools.links;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All links there are, and what outlives this process of them. Thread-safe. Everything throws {@link StoreException}. */
interface Links {
    /** Stores a new link, and returns it; empty if the code is taken. */
    Optional<Link> add(Code code, String owner, Link.Content content);

    Optional<Link> find(Code code, String owner);

    /** Where a code leads, whoever made it. */
    Optional<Resolved> resolve(Code code);

    /** Links of one owner, newest first. */
    List<Link> list(String owner, int limit, Optional<Cursor> after);

    /** Changes a link; what {@code change} throws leaves it as it is. Empty if the owner has none of that code. */
    Optional<Link> change(Code code, String owner, UnaryOperator<Link.Content> change);

    /** Removes a link, and says whether there was one. */
    boolean remove(Code code, String owner);

    /** Adds to the stored clicks of many links at once. Those of links that are gone are dropped. */
    void addClicks(Collection<Clicked> clicked);

    /** How often one link was followed, and when last. */
    record Clicked(long link, long clicks, Instant last) {}
}
