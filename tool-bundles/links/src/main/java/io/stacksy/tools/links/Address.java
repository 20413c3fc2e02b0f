package io.stacksy.tools.links;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Which IP addresses anybody on the internet can reach. */
final class Address {
    /** The first byte and the rest of each range of IPv4 that is not public, as address and number of bits. */
    private static final int[][] NOT_PUBLIC = {
        {0x00_00_00_00, 8}, // this host
        {0x0a_00_00_00, 8}, // private
        {0x64_40_00_00, 10}, // shared with a provider
        {0x7f_00_00_00, 8}, // loopback
        {0xa9_fe_00_00, 16}, // link-local, where clouds keep their secrets
        {0xac_10_00_00, 12}, // private
        {0xc0_00_00_00, 24}, // protocol assignments
        {0xc0_a8_00_00, 16}, // private
        {0xc6_12_00_00, 15}, // benchmarks
        {0xe0_00_00_00, 3}, // multicast and reserved
    };

    private Address() {}

    /** The address in an IPv6 literal without its brackets; empty if it is none. Asks no name server. */
    static Optional<InetAddress> parseIpv6(String literal) {
        if (!literal.contains(":") || !literal.matches("[0-9a-fA-F:.]{2,45}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName("[" + literal + "]"));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return isPublic(address.getAddress(), 0);
        }
        byte[] bytes = address.getAddress();
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        if (first == 0x2002) { // 6to4 has an IPv4 address within it
            return isPublic(bytes, 2);
        }
        if (first == 0x64 && second == 0xff9b) { // so has the prefix of translators
            return isPublic(bytes, 12);
        }
        boolean global = (first & 0xe000) == 0x2000; // all that was ever given out
        boolean teredo = first == 0x2001 && second == 0;
        return global && !teredo;
    }

    private static boolean isPublic(byte[] bytes, int offset) {
        int address = 0;
        for (byte part : Arrays.copyOfRange(bytes, offset, offset + 4)) {
            address = (address << 8) | (part & 0xff);
        }
        for (int[] range : NOT_PUBLIC) {
            if ((address ^ range[0]) >>> (32 - range[1]) == 0) {
                return false;
            }
        }
        return true;
    }
}
