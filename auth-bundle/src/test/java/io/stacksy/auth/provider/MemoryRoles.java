package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Roles as long as the process lives; no account is known to have one. */
final class MemoryRoles implements Roles {
    private final Map<String, Role> roles = new TreeMap<>();

    MemoryRoles(Collection<Role> first) {
        first.forEach(role -> roles.put(role.name(), role));
    }

    @Override
    public List<Held> all() {
        return roles.values().stream().map(role -> new Held(role, 0)).toList();
    }

    @Override
    public Optional<Held> find(String name) {
        return Optional.ofNullable(roles.get(name)).map(role -> new Held(role, 0));
    }

    @Override
    public boolean add(Role role, Actor actor) {
        return roles.putIfAbsent(role.name(), role) == null;
    }

    @Override
    public Outcome change(String name, Set<Permission> permissions, Actor actor) {
        Role before = roles.get(name);
        if (before == null || before.builtIn()) {
            return before == null ? new Outcome.NotFound() : new Outcome.BuiltIn();
        }
        Role after = new Role(name, permissions, false);
        roles.put(name, after);
        return new Outcome.Done(new Held(after, 0));
    }

    @Override
    public Outcome remove(String name, Actor actor) {
        Role before = roles.get(name);
        if (before == null || before.builtIn()) {
            return before == null ? new Outcome.NotFound() : new Outcome.BuiltIn();
        }
        roles.remove(name);
        return new Outcome.Done(new Held(before, 0));
    }
}
