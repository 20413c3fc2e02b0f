package io.stacksy.dropfolder;

/** How an attempt to follow the folder ended. */
sealed interface Outcome {
    /**
     * It is as the folder says.
     *
     * @param ours whether it was this folder that brought it about
     */
    record Done(boolean ours) implements Outcome {}

    /** It cannot be so; {@code why} says why and how to mend it. */
    record Refused(String why) implements Outcome {}

    /** Something else stands in the way that will pass. */
    record Later(String why) implements Outcome {}
}
