package io.stacksy.auth.provider;

import io.stacksy.auth.Authorizer;
import io.stacksy.auth.Identity;
import io.stacksy.auth.Permission;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Decides by the roles that an account has and the permissions that these grant at the moment. */
@Component(service = Authorizer.class)
public final class RoleAuthorizer implements Authorizer {
    private final Supplier<Map<String, Role>> roles;

    @Activate
    public RoleAuthorizer(@Reference Realm realm) {
        this(realm.standing()::roles);
    }

    RoleAuthorizer(Supplier<Map<String, Role>> roles) {
        this.roles = roles;
    }

    @Override
    public boolean grants(Identity identity, String grant) {
        boolean permission = grant.indexOf(':') >= 0 || grant.equals(Permission.EVERYTHING);
        if (identity.key().isPresent() && !identity.key().get().covers(permission ? grant : Permission.EVERYTHING)) {
            return false;
        }
        return permission ? grantsPermission(identity, grant) : grantsRole(identity, grant);
    }

    /**
     * What {@code names} grant together, in order.
     *
     * @param scopes what an API key narrows that to
     */
    List<String> permissions(Collection<String> names, Collection<Permission> scopes) {
        Map<String, Role> known = roles.get();
        return names.stream()
                .map(known::get)
                .filter(Objects::nonNull)
                .flatMap(role -> role.permissions().stream())
                .flatMap(granted -> scopes.stream().flatMap(scope -> common(granted, scope)))
                .map(Permission::value)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Permission> common(Permission one, Permission other) {
        if (one.covers(other.value())) {
            return Stream.of(other);
        }
        return other.covers(one.value()) ? Stream.of(one) : Stream.empty();
    }

    private boolean grantsPermission(Identity identity, String permission) {
        if (identity.roles().contains(Role.ADMIN)) {
            return true;
        }
        Map<String, Role> known = roles.get();
        for (String name : identity.roles()) {
            Role role = known.get(name);
            if (role != null && role.grants(permission)) {
                return true;
            }
        }
        return false;
    }

    private boolean grantsRole(Identity identity, String name) {
        if (identity.roles().contains(name)) {
            return true;
        }
        Role role = roles.get().get(name);
        return role != null && role.builtIn() && identity.roles().contains(Role.ADMIN);
    }
}
