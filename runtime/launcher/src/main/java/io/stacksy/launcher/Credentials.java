package io.stacksy.launcher;

/** How to get into a database. */
record Credentials(String url, String user, String password) {
    @Override
    public String toString() {
        return user + " at " + url; // never the password
    }
}
