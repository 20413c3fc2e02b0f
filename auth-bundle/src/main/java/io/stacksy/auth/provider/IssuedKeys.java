package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Actor;
import io.stacksy.tool.ToolException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** API keys as they are made, shown, rotated and ended: what may be written, and that it takes effect at once. Thread-safe. */
final class IssuedKeys {
    static final Duration OVERLAP = Duration.ofDays(1);
    static final Duration OVERLAP_MAX = Duration.ofDays(7);
    private static final int NAME_MAX = 100;
    private static final int SCOPES_MAX = 50;

    private final ApiKeys keys;
    private final CurrentStanding standing;
    private final Secrets secrets;
    private final InstantSource clock;

    IssuedKeys(ApiKeys keys, CurrentStanding standing, Secrets secrets, InstantSource clock) {
        this.keys = keys;
        this.standing = standing;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** What a new key is to be. */
    record Order(String name, Set<Permission> scopes, Optional<Rate> rate, Optional<Instant> expiresAt) {
        Order {
            scopes = Set.copyOf(scopes);
        }
    }

    /** A key with the text that is shown this once. */
    record Issued(ApiKey key, KeyText text) {}

    Issued add(UUID account, Order order, Actor actor) {
        check(order);
        KeyText text = KeyText.make(secrets);
        ApiKey key = new ApiKey(
                text.id(),
                account,
                order.name().strip(),
                order.scopes(),
                order.rate(),
                now(),
                order.expiresAt(),
                Optional.empty(),
                Optional.empty());
        if (!keys.add(key, text.digest(), actor)) {
            throw ToolException.conflict("the account is gone, or has " + ApiKeys.MAX + " API keys: revoke one first");
        }
        return new Issued(key, text);
    }

    List<ApiKey> list(UUID account, int limit, String after) {
        return keys.list(account, limit, after);
    }

    ApiKey find(UUID account, String id) {
        return keys.find(account, id).orElseThrow(IssuedKeys::notFound);
    }

    /** Gives a key another secret; the one that it has now stays good for {@code overlap}. */
    Issued rotate(UUID account, String id, Duration overlap, Actor actor) {
        if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
            throw ToolException.invalid("overlap_seconds", "must be from 0 to " + OVERLAP_MAX.toSeconds());
        }
        if (find(account, id).hasExpired(clock.instant())) {
            throw ToolException.conflict("the key has expired; make a new one");
        }
        KeyText text = new KeyText(id, "").renewed(secrets);
        ApiKey key = keys.rotate(account, id, text.digest(), now().plus(overlap), actor)
                .orElseThrow(IssuedKeys::notFound);
        standing.takeEffect();
        return new Issued(key, text);
    }

    void revoke(UUID account, String id, Actor actor) {
        if (!keys.revoke(account, id, actor)) {
            throw notFound();
        }
        standing.takeEffect();
    }

    static ToolException notFound() {
        return ToolException.notFound("there is no such API key");
    }

    private void check(Order order) {
        String name = order.name().strip();
        if (name.isEmpty() || name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw ToolException.invalid("name", "must have 1 to " + NAME_MAX + " characters, on one line");
        }
        if (order.scopes().isEmpty() || order.scopes().size() > SCOPES_MAX) {
            throw ToolException.invalid(
                    "scopes",
                    "must be 1 to " + SCOPES_MAX + " permissions such as links:read or links:*; [\"*\"] for all that"
                            + " its owner may do");
        }
        if (order.expiresAt().filter(end -> !end.isAfter(clock.instant())).isPresent()) {
            throw ToolException.invalid("expires_at", "must be in the future");
        }
    }

    /** As precise as the database. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
