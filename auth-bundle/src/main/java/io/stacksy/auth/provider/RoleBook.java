package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.tool.ToolException;
import java.util.List;
import java.util.Set;

/** Roles as an administrator changes them: what may be written, and that it takes effect at once. Thread-safe. */
final class RoleBook {
    private static final int PERMISSIONS_MAX = 200;

    private final Roles roles;
    private final CurrentStanding standing;

    RoleBook(Roles roles, CurrentStanding standing) {
        this.roles = roles;
        this.standing = standing;
    }

    /** The roles whose names come after {@code after}. */
    List<Roles.Held> after(String after) {
        return roles.all().stream()
                .filter(held -> held.role().name().compareTo(after) > 0)
                .toList();
    }

    Roles.Held find(String name) {
        return roles.find(name).orElseThrow(RoleBook::notFound);
    }

    Roles.Held add(String name, Set<Permission> permissions, Grantor grantor) {
        RoleName checked = RoleName.of(name).orElseThrow(() -> ToolException.invalid("name", RoleName.RULE));
        check(permissions, grantor);
        Role role = new Role(checked.value(), permissions, false);
        if (!roles.add(role, grantor.actor())) {
            throw ToolException.conflict("there is a role " + checked + " already; choose another name, or change it");
        }
        standing.takeEffect();
        return new Roles.Held(role, 0);
    }

    Roles.Held change(String name, Set<Permission> permissions, Grantor grantor) {
        mayTouch(name, grantor);
        check(permissions, grantor);
        return done(roles.change(name, permissions, grantor.actor()));
    }

    void remove(String name, Grantor grantor) {
        mayTouch(name, grantor);
        done(roles.remove(name, grantor.actor()));
    }

    private void mayTouch(String name, Grantor grantor) {
        Role role = find(name).role();
        if (!role.builtIn()) { // else it is refused anyway, for a better reason
            grantor.mustHave(role.permissions(), "the role " + name);
        }
    }

    private static void check(Set<Permission> permissions, Grantor grantor) {
        if (permissions.size() > PERMISSIONS_MAX) {
            throw ToolException.invalid("permissions", "must be at most " + PERMISSIONS_MAX);
        }
        grantor.mustHave(permissions, "the role");
    }

    private Roles.Held done(Roles.Outcome outcome) {
        if (outcome instanceof Roles.Outcome.Done done) {
            standing.takeEffect();
            return done.held();
        }
        if (outcome instanceof Roles.Outcome.BuiltIn) {
            throw ToolException.conflict("a built-in role cannot be changed or removed; make one of your own");
        }
        if (outcome instanceof Roles.Outcome.InUse inUse) {
            throw ToolException.conflict(
                    "the role is given to " + inUse.accounts() + " accounts; take it from them first");
        }
        throw notFound();
    }

    private static ToolException notFound() {
        return ToolException.notFound("there is no such role");
    }
}
