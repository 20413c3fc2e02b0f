package io.stacksy.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Origins as browsers send them, with commas between them, or {@code *} for all. */
final class Origins {
    private static final String ALL = "*";

    private Origins() {}

    /**
     * The same without what browsers do not write between them; of nothing, nothing.
     *
     * @throws IllegalArgumentException for what no browser sends, and for all beside others
     */
    static String read(String text) {
        String[] origins = text.split(",", -1);
        for (String origin : text.isBlank() ? new String[0] : origins) {
            if (!origin.strip().equals(ALL) || origins.length > 1) {
                check(origin.strip());
            }
        }
        return text.replaceAll("\\s", "");
    }

    /** A browser writes neither a slash at the end, nor capitals, nor the scheme's own port. */
    private static void check(String text) {
        URI uri = uri(text);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean ownPort = uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
        if (!web
                || ownPort
                || uri.getHost() == null
                || !text.equals((uri.getScheme() + "://" + uri.getHost() + port).toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("not an origin");
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }
}
