package io.stacksy.auth.provider;

import java.util.Optional;
import java.util.Set;

/** What is to be different about an account; what is empty stays. */
record AccountChange(Optional<Boolean> enabled, Optional<Set<String>> roles, Optional<String> passwordHash) {
    AccountChange(Optional<Boolean> enabled, Optional<Set<String>> roles) {
        this(enabled, roles, Optional.empty());
    }

    /** Another password, which ends the account's sessions. */
    static AccountChange password(String hash) {
        return new AccountChange(Optional.empty(), Optional.empty(), Optional.of(hash));
    }

    Account applyTo(Account account) {
        return new Account(
                account.id(),
                account.username(),
                roles.orElse(account.roles()),
                enabled.orElse(account.enabled()),
                account.createdAt(),
                account.kind());
    }

    @Override
    public String toString() {
        return "AccountChange[" + enabled + ", " + roles + "]"; // a hash belongs in no log
    }
}
