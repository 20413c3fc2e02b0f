package io.stacksy.deploy;

/** What somebody says to a canary that is under way. */
public enum CanaryOrder {
    /** All of the traffic goes to the new revision. */
    PROMOTE,
    /** All of it goes back to the live one, and the new one out of service. */
    ABORT,
    /** The shares stay as they are; only a revision that is certainly worse is still taken back. */
    PAUSE,
    /** The stage that it is in begins anew. */
    RESUME
}
