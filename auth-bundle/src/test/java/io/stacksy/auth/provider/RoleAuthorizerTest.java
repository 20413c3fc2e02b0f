package io.stacksy.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.auth.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        assertThat(authorizer.permissions(List.of("user", "operator", "unheard-of")))
                .containsExactly("audit:read", "links:*", "tools:*");
    }

    private static Identity identity(String... roles) {
        return new Identity("1", "ada", Set.of(roles), Optional.empty());
    }
}
