package io.stacksy.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network as people write it: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. Looks nothing up. */
final class Network {
    private static final Pattern SYNTAX =
            Pattern.compile("(?<address>\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(/(?<bits>\\d{1,3}))?");

    private Network() {}

    /** @throws IllegalArgumentException for what is none, or has bits set beyond its prefix */
    static void check(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a network");
        }
        byte[] address = address(matcher.group("address"));
        String bits = matcher.group("bits");
        int prefix = bits == null ? address.length * Byte.SIZE : Integer.parseInt(bits);
        if (prefix > address.length * Byte.SIZE) {
            throw new IllegalArgumentException("too long a prefix");
        }
        for (int bit = prefix; bit < address.length * Byte.SIZE; bit++) {
            if ((address[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
                throw new IllegalArgumentException("an address in a network, not the network");
            }
        }
    }

    private static byte[] address(String literal) {
        try {
            // in brackets it is never taken for a name
            return InetAddress.getByName(literal.indexOf(':') < 0 ? literal : "[" + literal + "]")
                    .getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address", e);
        }
    }
}
