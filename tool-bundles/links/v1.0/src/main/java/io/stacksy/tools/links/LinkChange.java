package io.stacksy.tools.links;

import java.time.Instant;

/** What can be changed of a link. */
public final class LinkChange extends Change {
    Link.Content applyTo(Link.Content content, Self self, Instant now) {
        return applyTo(content, content.details(), self, now);
    }
}
