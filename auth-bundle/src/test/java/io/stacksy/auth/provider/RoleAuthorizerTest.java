package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.auth.Identity;
import io.stacksy.auth.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoleAuthorizerTest {
    private final RoleAuthorizer authorizer = new RoleAuthorizer(() -> Fixture.ROLES);

    @Test
    void aRoleGrantsItsPermissionsAndItself() {
        Identity operator = identity("operator");
        assertThat(authorizer.grants(operator, "tools:write")).isTrue();
        assertThat(authorizer.grants(operator, "audit:read")).isTrue();
        assertThat(authorizer.grants(operator, "audit:write")).isFalse();
        assertThat(authorizer.grants(operator, "toolsmith:write")).isFalse();
        assertThat(authorizer.grants(operator, "operator")).isTrue();
        assertThat(authorizer.grants(operator, "user")).isFalse();
    }

    @Test
    void theAdministratorHasEveryPermissionAndEveryBuiltInRole() {
        Identity admin = identity("admin");
        assertThat(authorizer.grants(admin, "anything:atall")).isTrue();
        assertThat(authorizer.grants(admin, "operator")).isTrue();
        assertThat(authorizer.grants(admin, "helpdesk")).isFalse();
        assertThat(authorizer.grants(admin, "unheard-of")).isFalse();
    }

    @Test
    void noRoleGrantsNothing() {
        assertThat(authorizer.grants(identity(), "links:read")).isFalse();
        assertThat(authorizer.grants(identity("unheard-of"), "links:read")).isFalse();
    }

    @Test
    void severalRolesAddUp() {
        Identity both = identity("user", "helpdesk");
        assertThat(authorizer.grants(both, "links:write")).isTrue();
        assertThat(authorizer.grants(both, "users:read")).isTrue();
        assertThat(permissions(List.of("user", "operator", "unheard-of"), "*"))
                .containsExactly("audit:read", "links:*", "tools:*");
    }

    @Test
    void aKeyLeavesWhatItAndTheRolesHaveInCommon() {
        assertThat(permissions(List.of("user", "operator"), "links:read", "audit:*", "users:write"))
                .containsExactly("audit:read", "links:read");
        assertThat(permissions(List.of("admin"), "links:*", "tools:read")).containsExactly("links:*", "tools:read");
        assertThat(permissions(List.of("user"), "*")).containsExactly("links:*");
    }

    private List<String> permissions(List<String> names, String... scopes) {
        return authorizer.permissions(
                names, Stream.of(scopes).map(Permission::new).toList());
    }

    @Test
    void aKeyNarrowsWhatItsOwnerMayAndNeverWidensIt() {
        Identity reader = byKey("user", "links:read", "tools:*");
        assertThat(authorizer.grants(reader, "links:read")).isTrue();
        assertThat(authorizer.grants(reader, "links:write")).isFalse();
        assertThat(authorizer.grants(reader, "tools:read")).isFalse();
        assertThat(authorizer.grants(reader, "user")).isFalse();

        Identity admin = byKey("admin", "users:write");
        assertThat(authorizer.grants(admin, "users:write")).isTrue();
        assertThat(authorizer.grants(admin, "users:read")).isFalse();
        assertThat(authorizer.grants(admin, "admin")).isFalse();
        assertThat(authorizer.grants(admin, "*")).isFalse();
    }

    @Test
    void aKeyForEverythingIsWorthAsMuchAsItsOwner() {
        Identity user = byKey("user", "*");
        assertThat(authorizer.grants(user, "links:write")).isTrue();
        assertThat(authorizer.grants(user, "user")).isTrue();
        assertThat(authorizer.grants(user, "tools:read")).isFalse();
        assertThat(authorizer.grants(user, "*")).isFalse();
        assertThat(authorizer.grants(byKey("admin", "*"), "*")).isTrue();
    }

    private static Identity byKey(String role, String... scopes) {
        Set<Permission> permissions = Stream.of(scopes).map(Permission::new).collect(Collectors.toSet());
        return new Identity(
                "1",
                "ada",
                Set.of(role),
                Optional.empty(),
                Optional.of(new Identity.Key("k", permissions, Optional.empty())));
    }

    private static Identity identity(String... roles) {
        return new Identity("1", "ada", Set.of(roles), Optional.empty());
    }
}
