package io.stacksy.gateway;

import java.util.regex.Pattern;

/** Addresses of this machine that are reached from nowhere else. */
final class Loopback {
    private static final Pattern ADDRESS =
            Pattern.compile("127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1|::ffff:127(\\.\\d{1,3}){3})]?");

    private Loopback() {}

    /** Whether {@code address}, numeric as a server gives it, is one. Looks nothing up. */
    static boolean isLoopback(String address) {
        return ADDRESS.matcher(address).matches();
    }
}
