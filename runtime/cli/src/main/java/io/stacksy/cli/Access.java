package io.stacksy.cli;

import java.util.Optional;

/** What a node lets us in by. */
interface Access {
    /** The token to send; empty for a stranger. */
    Optional<String> token();

    /** Another token in place of one that the node refused; empty if there is none to be had. */
    Optional<String> insteadOf(String refused);
}
