package io.stacksy.auth.provider;

import io.stacksy.auth.Identity;
import java.time.Instant;
import java.util.UUID;

/**
 * What a verified access token says.
 *
 * @param kid the key that signed it
 * @param expiresAt when it stops to hold, tolerance for clocks included
 */
record AccessToken(UUID account, UUID session, Identity identity, String kid, Instant expiresAt) {}
