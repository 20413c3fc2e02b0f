package io.stacksy.auth.provider;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What of an address tells one subscriber from another: all of it, or the first half where it is one of IPv6, because
 * whoever has one of those has the other 2<sup>64</sup> as well.
 */
record Network(String value) {
    private static final Pattern IPV6 = Pattern.compile("\\[?([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(%[^\\]]*)?]?");
    private static final int PREFIX_BYTES = 8;

    static Network of(String address) {
        var matcher = IPV6.matcher(address);
        if (!matcher.matches()) {
            return new Network(address);
        }
        try {
            InetAddress parsed = InetAddress.getByName(matcher.group(1)); // a literal: nothing is looked up
            if (!(parsed instanceof Inet6Address)) {
                return new Network(parsed.getHostAddress()); // IPv4 in the clothes of IPv6
            }
            byte[] prefix = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), PREFIX_BYTES), 2 * PREFIX_BYTES);
            return new Network(InetAddress.getByAddress(prefix).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            return new Network(address); // no address at all, and so the same as itself alone
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
