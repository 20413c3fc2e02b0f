package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.util.Set;

/** Accounts that people make for themselves, where the node lets them. Thread-safe. */
final class Registration {
    private static final Set<String> ROLES = Set.of("user");

    private final boolean open;
    private final Users users;

    Registration(boolean open, Users users) {
        this.open = open;
        this.users = users;
    }

    /**
     * Makes an account with the role {@code user}.
     *
     * @throws ToolException if registration is closed, the name is taken, or one of the two is not acceptable
     */
    Account register(String username, String password, String address) {
        if (!open) {
            throw ToolException.of(Problem.of(
                    403, "Forbidden", "registration is closed on this node; ask an administrator for an account"));
        }
        return users.add(username, password, ROLES, new Actor("anonymous", address));
    }
}
