package io.stacksy.auth.provider;

/**
 * An account with the hash of its password.
 *
 * @param passwordHash empty for a service account, which has no password
 */
record Credentials(Account account, String passwordHash) {
    /** A service account's. */
    static Credentials none(Account account) {
        return new Credentials(account, "");
    }

    @Override
    public String toString() {
        return account.toString(); // a hash belongs in no log
    }
}
