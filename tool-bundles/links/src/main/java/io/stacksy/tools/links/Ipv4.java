package io.stacksy.tools.links;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** IPv4 addresses in every spelling that a browser understands: {@code 127.0.0.1}, {@code 0x7f.1}, {@code 2130706433}. */
final class Ipv4 {
    private static final int PARTS = 4;
    private static final int BITS = 8;

    private Ipv4() {}

    /** Whether a browser would take {@code host} for an IPv4 address, a right or a wrong one: its last part is a number. */
    static boolean isMeant(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty()
                && (last.chars().allMatch(c -> c >= '0' && c <= '9') || last.matches("0[xX][0-9a-fA-F]*"));
    }

    /** The address that a browser would take {@code host} for; empty if that is none. */
    static Optional<InetAddress> parse(String host) {
        List<String> parts = List.of(host.split("\\.", -1));
        if (parts.size() > PARTS) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int bits = last ? BITS * (PARTS - i) : BITS;
            long part = number(parts.get(i));
            if (part < 0 || part >= 1L << bits) {
                return Optional.empty();
            }
            address = (address << bits) | part;
        }
        return Optional.of(of((int) address));
    }

    static InetAddress of(int address) {
        byte[] bytes = {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** The value of one part, decimal, {@code 0x} hexadecimal or {@code 0} octal; -1 if it is no number. */
    private static long number(String part) {
        if (part.isEmpty()) {
            return -1;
        }
        boolean hexadecimal = part.startsWith("0x") || part.startsWith("0X");
        boolean octal = !hexadecimal && part.length() > 1 && part.startsWith("0");
        String digits = hexadecimal ? part.substring(2) : octal ? part.substring(1) : part;
        int radix = hexadecimal ? 16 : octal ? 8 : 10;
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = Math.min(value * radix + digit, 1L << 32);
        }
        return value;
    }
}
