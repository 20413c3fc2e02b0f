package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.budget.Rate;
import io.stacksy.tool.ToolException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** API keys as JSON has them. */
public final class KeyViews {
    private KeyViews() {}

    /** What a new key is to be, as a client says it. */
    public record NewKey(
            @Schema(required = true) @Nullable String name,
            @Schema(nullable = true) @Nullable List<@Nullable String> scopes,
            @Schema(nullable = true) @Nullable Instant expiresAt,
            @Schema(nullable = true) @Nullable String rateLimit) {
        IssuedKeys.Order order() {
            return new IssuedKeys.Order(
                    Answers.required("name", name),
                    permissions("scopes", scopes),
                    Optional.ofNullable(rateLimit).map(NewKey::rate),
                    Optional.ofNullable(expiresAt));
        }

        private static Rate rate(String text) {
            try {
                return Rate.parse(text);
            } catch (IllegalArgumentException e) {
                throw ToolException.invalid("rate_limit", Rate.RULE);
            }
        }
    }

    /** How long the present secret of a key stays good beside a new one. */
    public record Rotation(@Schema(nullable = true) @Nullable Long overlapSeconds) {
        static Duration overlap(@Nullable Rotation given) {
            return given == null || given.overlapSeconds() == null
                    ? IssuedKeys.OVERLAP
                    : Duration.ofSeconds(given.overlapSeconds());
        }
    }

    /** A key without its secret. */
    public record KeyView(
            String id,
            String name,
            List<String> scopes,
            @Schema(nullable = true) @Nullable String rateLimit,
            Instant createdAt,
            @Schema(nullable = true) @Nullable Instant expiresAt,
            @Schema(nullable = true) @Nullable Instant lastUsedAt,
            @Schema(nullable = true) @Nullable Instant previousExpiresAt) {
        static KeyView of(ApiKey key) {
            return new KeyView(
                    key.id(),
                    key.name(),
                    List.of(SqlRoles.array(key.scopes())),
                    key.rate().map(Rate::toString).orElse(null),
                    key.createdAt(),
                    key.expiresAt().orElse(null),
                    key.lastUsedAt().orElse(null),
                    key.previousUntil().orElse(null));
        }
    }

    /** A key with its text, which is shown this once. */
    public record IssuedKey(
            String id,
            String name,
            List<String> scopes,
            @Schema(nullable = true) @Nullable String rateLimit,
            Instant createdAt,
            @Schema(nullable = true) @Nullable Instant expiresAt,
            @Schema(nullable = true) @Nullable Instant lastUsedAt,
            @Schema(nullable = true) @Nullable Instant previousExpiresAt,
            String key) {
        static IssuedKey of(IssuedKeys.Issued issued) {
            KeyView key = KeyView.of(issued.key());
            return new IssuedKey(
                    key.id(),
                    key.name(),
                    key.scopes(),
                    key.rateLimit(),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt(),
                    key.previousExpiresAt(),
                    issued.text().text());
        }

        @Override
        public String toString() {
            return "IssuedKey[" + id + "]";
        }
    }

    static Response created(IssuedKeys.Issued issued, String path) {
        return shownOnce(Response.created(URI.create(path + "/" + issued.key().id())), issued);
    }

    static Response rotated(IssuedKeys.Issued issued) {
        return shownOnce(Response.ok(), issued);
    }

    private static Response shownOnce(Response.ResponseBuilder answer, IssuedKeys.Issued issued) {
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(IssuedKey.of(issued))
                .build();
    }

    static Listing<KeyView> page(List<ApiKey> found, int limit) {
        return Listing.of(found, limit, ApiKey::id, KeyView::of);
    }

    /** The permissions that a field lists; none where it is missing. */
    static Set<Permission> permissions(String field, @Nullable List<@Nullable String> given) {
        Set<Permission> permissions = new HashSet<>();
        if (given != null) {
            for (String text : given) {
                permissions.add(permission(field, Answers.required(field, text)));
            }
        }
        return permissions;
    }

    private static Permission permission(String field, String text) {
        try {
            return new Permission(text);
        } catch (IllegalArgumentException e) {
            throw ToolException.invalid(field, "must be permissions such as links:read, links:* or *");
        }
    }
}
