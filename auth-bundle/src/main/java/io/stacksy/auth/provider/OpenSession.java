package io.stacksy.auth.provider;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A session that stands, as its owner sees it.
 *
 * @param expiresAt when it ends, however much it is used
 * @param lastUsedAt when its tokens were last renewed
 * @param client where from, and with what, that was
 */
record OpenSession(UUID id, Instant createdAt, Instant expiresAt, Instant lastUsedAt, Optional<Client> client) {}
