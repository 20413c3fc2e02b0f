package io.stacksy.deployer;

import io.stacksy.store.Reachability;

/** A database that has never been away. */
final class Reachable implements Reachability {
    @Override
    public boolean wasLostSince(long nanos) {
        return false;
    }

    @Override
    public boolean explains(Throwable failure) {
        return false;
    }
}
