package io.stacksy.auth.provider;

import java.time.Instant;
import java.util.UUID;

/**
 * One sign-in and all tokens that follow from it.
 *
 * @param id the {@code sid} of its access tokens
 * @param expiresAt when it ends, however much it is used
 */
record Session(UUID id, Account account, Instant expiresAt) {}
