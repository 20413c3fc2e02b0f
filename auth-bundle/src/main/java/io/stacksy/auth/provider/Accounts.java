package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who may sign in, durably. Each change is recorded in the audit trail, or not made. Thread-safe. */
interface Accounts {
    boolean isEmpty();

    /** Adds the first account; returns false, and adds nothing, if there is one. */
    boolean addFirst(Credentials credentials);

    /** Returns false, and adds nothing, if the name is taken. */
    boolean add(Credentials credentials, Actor actor);

    /** What a person signs in with; empty for a service account, which does not. */
    Optional<Credentials> credentials(Username username);

    Optional<Account> find(UUID id);

    Optional<Account> find(Username username);

    /**
     * Accounts by name.
     *
     * @param after begins after this name; empty begins with the first
     */
    List<Account> list(int limit, String after);

    /** Changes an account and, if it is disabled by that or its password is another, ends its sessions. */
    Outcome change(UUID id, AccountChange change, Actor actor);

    /** Removes an account and ends its sessions. Its name is free again. */
    Outcome remove(UUID id, Actor actor);

    /**
     * Gives the account of that name, which is made where there is none, another password and the role {@code admin}, and
     * ends its sessions.
     */
    void recover(Credentials credentials, Actor actor);

    /**
     * Keeps another hash of the same password; returns false, and keeps what is there, if that is not {@code before} any
     * more.
     */
    boolean strengthen(UUID id, String before, String after);

    /** Forgets accounts that were removed long ago. */
    void sweep();

    /** What became of a change. */
    sealed interface Outcome {
        /** The account as it is now, or was when it was removed. */
        record Done(Account account) implements Outcome {}

        record NotFound() implements Outcome {}

        /** It was not made: nobody would be left to administer the node. */
        record LastAdmin() implements Outcome {}
    }
}
