package io.stacksy.cli;

/** How the command ends; scripts decide by the code. */
enum Exit {
    DONE(0),
    /** The node refused it, or it failed there. */
    REFUSED(1),
    /** The command, an option or a local file is not as it should be. */
    USAGE(2),
    /** The node did not answer. */
    UNREACHABLE(3),
    /** Not signed in, or not allowed. */
    NOT_ALLOWED(4),
    /** The new revision failed and the old one serves. */
    ROLLED_BACK(5);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
