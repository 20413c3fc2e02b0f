package io.stacksy.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request came from, as far as that can be believed.
 *
 * @param address of the client itself or, where nobody who is trusted says more, of whoever connected
 * @param secure whether the client reached the node, or the proxy before it, by TLS
 */
record Client(String address, boolean secure) {
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9a-fA-F:.]+)(%[^\\]]*)?]?");
    private static final int PREFIX_BYTES = 8;

    /**
     * What of the address tells one subscriber from another: all of it, or the first half where it is one of IPv6,
     * because whoever has one of those has the other 2<sup>64</sup> as well.
     */
    String network() {
        if (address.indexOf(':') < 0) {
            return address;
        }
        Matcher ipv6 = IPV6.matcher(address);
        return ipv6.matches() ? network(ipv6.group(1)) : address;
    }

    private String network(String literal) {
        try {
            InetAddress parsed = InetAddress.getByName(literal); // nothing is looked up
            if (!(parsed instanceof Inet6Address)) {
                return parsed.getHostAddress(); // IPv4 in the clothes of IPv6
            }
            byte[] prefix = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES), 2 * PREFIX_BYTES);
            return InetAddress.getByAddress(prefix).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            return address; // no address at all, and so the same as itself alone
        }
    }
}
