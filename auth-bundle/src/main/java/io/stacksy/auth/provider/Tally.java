package io.stacksy.auth.provider;

import java.time.Duration;

/**
 * How often, and how lately, passwords were wrong: the measure of how long the next one has to wait.
 *
 * <p>The wait begins at a second, doubles with each failure and ends at a quarter of an hour. Nobody waits for what
 * failed elsewhere alone: a stranger who tries a name makes that stranger wait, and not the one whose name it is. But
 * where one has failed a few times oneself, all failures at the name count, wherever they came from, so that a guess does
 * not get cheaper by being spread over many addresses.
 *
 * @param ofName at this name, from everywhere
 * @param here at this name, from this network
 * @param fromNetwork at any name, from this network
 */
record Tally(long ofName, Recent here, Recent fromNetwork) {
    /** How many typing errors cost nothing. */
    static final int FREE_HERE = 3;

    /** The same for all who share an address together. */
    static final int FREE_FROM_NETWORK = 30;

    static final Duration DELAY_MIN = Duration.ofSeconds(1);
    static final Duration DELAY_MAX = Duration.ofMinutes(15);
    private static final int DOUBLINGS_MAX = 10; // 1,024 s are more than the maximum

    /** So many, and so long ago the last of them. */
    record Recent(long count, Duration age) {}

    /** How long yet no password may be tried; zero for not at all. */
    Duration delay() {
        Duration forName = here.count() < FREE_HERE ? Duration.ZERO : left(ofName - FREE_HERE, here.age());
        Duration forNetwork = fromNetwork.count() < FREE_FROM_NETWORK
                ? Duration.ZERO
                : left(fromNetwork.count() - FREE_FROM_NETWORK, fromNetwork.age());
        return forName.compareTo(forNetwork) > 0 ? forName : forNetwork;
    }

    boolean isClean() {
        return here.count() == 0;
    }

    private static Duration left(long doublings, Duration age) {
        Duration doubled = DELAY_MIN.multipliedBy(1L << Math.min(doublings, DOUBLINGS_MAX));
        Duration whole = doubled.compareTo(DELAY_MAX) < 0 ? doubled : DELAY_MAX;
        Duration left = whole.minus(age);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
