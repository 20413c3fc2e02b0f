package io.stacksy.tools.links;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in the one spelling that all its others come down to.
 *
 * @param text a name in lower case and ASCII without a dot at its end, or an address as a URL has it
 * @param address the address, where it is one and not a name
 */
record Host(String text, Optional<InetAddress> address) {
    private static final int MAX_LENGTH = 253;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    /** Letters that the two standards for international names disagree on, so that browsers do. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00df\\u1e9e\\u03c2]");

    /** Reads a host as a URL has it, in any spelling that a browser takes; empty if it is none. */
    static Optional<Host> parse(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]")
                    ? Address.parseIpv6(text.substring(1, text.length() - 1)).map(Host::of)
                    : Optional.empty();
        }
        return ascii(text).flatMap(Host::ofAscii);
    }

    static Host of(InetAddress address) {
        String text = address.getHostAddress();
        return new Host(address instanceof Inet6Address ? "[" + text + "]" : text, Optional.of(address));
    }

    /** Whether it names the machine that it is used on. */
    boolean isLocalName() {
        return text.equals("localhost")
                || text.endsWith(".localhost")
                || text.equals("localhost.localdomain")
                || text.endsWith(".localdomain");
    }

    private static Optional<Host> ofAscii(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (Ipv4.isMeant(name)) {
            return Ipv4.parse(name).map(Host::of);
        }
        return NAME.matcher(name).matches() ? Optional.of(new Host(name, Optional.empty())) : Optional.empty();
    }

    private static Optional<String> ascii(String text) {
        if (AMBIGUOUS.matcher(text).find()) {
            return Optional.empty();
        }
        try {
            String name = IDN.toASCII(text).toLowerCase(Locale.ROOT);
            for (String label : name.split("\\.", -1)) {
                // what only looks encoded would be another name to whoever decodes it
                if (label.startsWith("xn--") && IDN.toUnicode(label).equalsIgnoreCase(label)) {
                    return Optional.empty();
                }
            }
            return Optional.of(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
