package io.stacksy.tools.links;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the node itself is reached: a link to there could lead to itself.
 *
 * @param host what the request at hand was sent to; empty if that cannot be a host
 * @param addresses whether the machine has an address
 */
record Self(Optional<Host> host, Predicate<InetAddress> addresses) {
    static Self at(URI base) {
        return new Self(Optional.ofNullable(base.getHost()).flatMap(Host::parse), Self::isOfThisMachine);
    }

    boolean is(Host other) {
        return host.filter(own -> own.text().equals(other.text())).isPresent()
                || other.address().filter(addresses).isPresent();
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false; // the machine does not tell its addresses, and those that are not public are refused anyway
        }
    }
}
