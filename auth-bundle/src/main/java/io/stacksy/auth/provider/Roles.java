package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import io.stacksy.deploy.Actor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Roles, durably. Each change is recorded in the audit trail, or not made. Thread-safe. */
interface Roles {
    /** All of them, by name. */
    List<Held> all();

    Optional<Held> find(String name);

    /** Returns false, and adds nothing, if the name is taken. */
    boolean add(Role role, Actor actor);

    Outcome change(String name, Set<Permission> permissions, Actor actor);

    /** Removes a role that no account has. */
    Outcome remove(String name, Actor actor);

    /**
     * A role and how many accounts have it.
     *
     * @param accounts those that were not removed
     */
    record Held(Role role, int accounts) {}

    /** What became of a change. */
    sealed interface Outcome {
        /** The role as it is now, or was when it was removed. */
        record Done(Held held) implements Outcome {}

        record NotFound() implements Outcome {}

        /** It was not made: the role is part of the platform. */
        record BuiltIn() implements Outcome {}

        /** It was not removed: so many accounts have it. */
        record InUse(int accounts) implements Outcome {}
    }
}
