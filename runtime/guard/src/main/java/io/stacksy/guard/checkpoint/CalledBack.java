package io.stacksy.guard.checkpoint;

/** Ends what a tool still does when its time was over long ago. */
final class CalledBack extends Error {
    private static final long serialVersionUID = 1L;

    CalledBack() {
        super("its time is over and this thread heeds no interrupt, so it is taken out of the loop that it is in");
    }
}
