package io.stacksy.auth.provider;

import io.stacksy.store.Database.Row;
import java.util.LinkedHashSet;

/** Accounts as rows of a query tell of them. */
final class AccountRows {
    private AccountRows() {}

    /** An account with its kind, where that was asked for. */
    static Account whole(Row row) {
        Account account = account(row);
        return new Account(
                account.id(), account.username(), account.roles(), account.enabled(), account.createdAt(), kind(row));
    }

    static AccountKind kind(Row row) {
        return AccountKind.of(row.string("kind")).orElseThrow();
    }

    /** An account of a person. */
    static Account account(Row row) {
        return new Account(
                row.uuid("id"),
                row.string("username"),
                new LinkedHashSet<>(row.strings("roles")),
                row.flag("enabled"),
                row.instant("created_at"));
    }
}
