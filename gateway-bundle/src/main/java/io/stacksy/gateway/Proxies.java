package io.stacksy.gateway;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * The proxies whose word is taken for who their clients are: {@code X-Forwarded-For} and {@code X-Forwarded-Proto}. Anybody
 * can send these, so they are read from the right, where the nearest proxy wrote, and no further than the first address
 * that is not trusted. {@code Forwarded} is not read: a proxy that writes the one lets the other pass. Immutable.
 */
final class Proxies {
    /** Believes nobody. */
    static final Proxies NONE = new Proxies("");

    private static final String FOR = "X-Forwarded-For";
    private static final String SCHEME = "X-Forwarded-Proto";

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "(\\." + OCTET + "){3})(:\\d{1,5})?");
    private static final Pattern IPV6 = Pattern.compile("([0-9a-fA-F:.]{2,45})|\\[([0-9a-fA-F:.]{2,45})](:\\d{1,5})?");

    private final InetAddressSet trusted = new InetAddressSet();

    /**
     * Reads a setting.
     *
     * @param setting addresses and networks such as {@code 10.0.0.0/8}, with commas between them
     * @throws IllegalArgumentException for one that is neither
     */
    Proxies(String setting) {
        for (String network : setting.split(",", -1)) {
            if (!network.isBlank()) {
                trusted.add(network.strip());
            }
        }
    }

    /** Who sent {@code request}. */
    Client client(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (trusted.isEmpty()) {
            return new Client(peer, request.isSecure());
        }
        Optional<InetAddress> proxy = address(peer).filter(trusted);
        return proxy.map(known -> new Client(first(known, request), isSecure(request)))
                .orElseGet(() -> new Client(peer, request.isSecure()));
    }

    /** The first from the right that is not trusted; the last that can be read, if there is none. */
    private String first(InetAddress proxy, HttpServletRequest request) {
        InetAddress nearest = proxy;
        List<String> hops = values(request, FOR);
        for (int i = hops.size() - 1; i >= 0 && trusted.test(nearest); i--) {
            Optional<InetAddress> hop = address(hops.get(i));
            if (hop.isEmpty()) {
                break; // what stands before it was not written by anybody who is known
            }
            nearest = hop.get();
        }
        return nearest.getHostAddress();
    }

    /** Whether the one at the other end of a connection is among them. */
    boolean trust(SocketAddress peer) {
        return peer instanceof InetSocketAddress known && trusted.test(known.getAddress());
    }

    private static boolean isSecure(HttpServletRequest request) {
        List<String> schemes = values(request, SCHEME);
        return schemes.isEmpty()
                ? request.isSecure()
                : schemes.get(schemes.size() - 1).equalsIgnoreCase("https");
    }

    private static List<String> values(HttpServletRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (String line : Collections.list(request.getHeaders(name))) {
            for (String value : line.split(",", -1)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    /** An address in figures, with or without a port. Looks nothing up. */
    private static Optional<InetAddress> address(String text) {
        var ipv4 = IPV4.matcher(text);
        if (ipv4.matches()) {
            return literal(ipv4.group(1));
        }
        var ipv6 = IPV6.matcher(text);
        if (ipv6.matches()) {
            // in brackets, for then it is never taken for a name
            return literal("[" + (ipv6.group(1) == null ? ipv6.group(2) : ipv6.group(1)) + "]");
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty(); // it only looks like one
        }
    }
}
