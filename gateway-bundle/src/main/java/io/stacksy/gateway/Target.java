package io.stacksy.gateway;

import io.stacksy.route.Endpoint;
import io.stacksy.route.Lease;
import java.util.Optional;

/**
 * What a path leads to.
 *
 * @param lease the hold on a tool's revision, which whoever has this must close; empty for a part of the platform
 * @param base the path that the endpoint's own paths are relative to: {@code /api/links}, or empty
 * @param path the rest, beginning with a slash, escaped as in a {@link SafePath}
 * @param root the path that the client finds all of it below: the base, or the alias that was used
 */
record Target(Endpoint endpoint, Optional<Lease> lease, String base, String path, String root) {}
