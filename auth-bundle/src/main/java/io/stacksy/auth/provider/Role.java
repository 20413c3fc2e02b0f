package io.stacksy.auth.provider;

import io.stacksy.auth.Permission;
import java.util.Set;

/** A set of permissions that accounts can be given by its name. */
record Role(String name, Set<Permission> permissions, boolean builtIn) {
    /** The role that has every permission and counts as every built-in role. */
    static final String ADMIN = "admin";

    Role {
        permissions = Set.copyOf(permissions);
    }

    boolean grants(String permission) {
        for (Permission mine : permissions) {
            if (mine.covers(permission)) {
                return true;
            }
        }
        return false;
    }
}
