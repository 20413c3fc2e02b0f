package io.stacksy.launcher;

/** The PostgreSQL that the node works on. */
interface Database extends AutoCloseable {
    /** How to get into it once it is started. Known before. */
    Credentials credentials();

    /** Returns once the database lets the node in. */
    void start();

    /** Ends it if it is the node's own. A second call does nothing. */
    @Override
    void close();
}
