package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import io.stacksy.tool.Caller;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Who changes what others may do. Nobody gives, takes or touches rights that they do not have themselves; who comes by an
 * API key has those that its scopes leave.
 *
 * @param has whether they have a permission, which may be one with a wildcard
 */
record Grantor(Actor actor, Predicate<String> has) {
    static Grantor of(Caller caller) {
        return new Grantor(actor(caller), caller::has);
    }

    /** Who the audit trail says it was. */
    static Actor actor(Caller caller) {
        return new Actor(caller.name().orElse("unknown"), caller.address());
    }

    /** Refuses unless they have all of {@code permissions}; {@code what} says, for people, what these belong to. */
    void mustHave(Collection<Permission> permissions, String what) {
        permissions.stream()
                .map(Permission::value)
                .sorted()
                .filter(permission -> !has.test(permission))
                .findFirst()
                .ifPresent(lacking -> {
                    throw Answers.forbidden(
                            what + " has the permission " + lacking + ", which you do not have", lacking);
                });
    }
}
