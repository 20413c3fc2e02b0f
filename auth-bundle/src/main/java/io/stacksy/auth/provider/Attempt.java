package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;

/**
 * One try of a password.
 *
 * @param by who tries, as the audit trail is to have it
 * @param action what for, such as {@code login}
 * @param name a keyed digest of the user name, whether or not there is an account of that name
 */
record Attempt(Actor by, String action, Sha256 name) {
    Network network() {
        return Network.of(by.address());
    }
}
