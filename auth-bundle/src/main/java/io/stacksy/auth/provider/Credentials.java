package io.stacksy.auth.provider;

/** An account with the hash of its password. */
record Credentials(Account account, String passwordHash) {
    @Override
    public String toString() {
        return account.toString(); // a hash belongs in no log
    }
}
