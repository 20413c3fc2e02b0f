package io.stacksy.tools.links;

import io.stacksy.tool.ToolException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a link leads: a web address that is safe to send a browser to, in one spelling, all ASCII. */
record Target(URI uri) {
    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_PORT = 65_535;
    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#]*)(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]@%]*)(?::([0-9]{0,5}))?");

    /**
     * Reads the target of a new link.
     *
     * @throws ToolException 422 if it is none, or not one to link to
     */
    static Target parse(String text, Self self) {
        if (text.length() > MAX_LENGTH) {
            throw invalid("must have at most " + MAX_LENGTH + " characters");
        }
        if (!text.codePoints().allMatch(Target::isPlain)) {
            throw invalid("must have no white space, control characters or backslash");
        }
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw invalid("must begin with http:// or https://");
        }
        if (url.group(2).contains("@")) {
            throw invalid("must not name a user or password");
        }
        Matcher authority = AUTHORITY.matcher(url.group(2));
        Host host = (authority.matches() ? Host.parse(authority.group(1)) : Optional.<Host>empty())
                .orElseThrow(() -> invalid("must name a valid host"));
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        String port = port(scheme, authority.group(2) == null ? "" : authority.group(2));
        refuse(host, self);
        String ascii = serialise(scheme + "://" + host + port + url.group(3)).toASCIIString();
        if (ascii.length() > MAX_LENGTH) {
            throw invalid("must have at most " + MAX_LENGTH + " characters when it is encoded");
        }
        return new Target(URI.create(ascii));
    }

    /** A target as it was stored. */
    static Target stored(String url) {
        return new Target(URI.create(url));
    }

    private static void refuse(Host host, Self self) {
        if (host.isLocalName() || self.is(host)) {
            throw invalid("must not lead to this service itself");
        }
        if (host.address().filter(address -> !Address.isPublic(address)).isPresent()) {
            throw invalid("must not lead to a private or reserved address");
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c != '\\';
        };
    }

    private static String port(String scheme, String digits) {
        if (digits.isEmpty()) {
            return "";
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw invalid("must have a port from 1 to " + MAX_PORT + ", or none");
        }
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return usual ? "" : ":" + port;
    }

    private static URI serialise(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw invalid("is not a valid URL: percent-encode what is not allowed in one");
        }
    }

    private static ToolException invalid(String message) {
        return ToolException.invalid("url", message);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
