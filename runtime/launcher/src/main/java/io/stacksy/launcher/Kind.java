package io.stacksy.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a setting may be, and the value that it becomes.
 *
 * @param name the kind in one word, for people
 * @param range the values it takes, for people
 * @param parser throws {@link IllegalArgumentException} for a text that is none of them
 */
record Kind(String name, String range, Function<String, Object> parser) {
    private static final int KEY_BYTES = 32;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> DURATION_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Pattern RATE = Pattern.compile("[1-9]\\d{0,6}/[sm]|off");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    private static final Map<String, Long> SIZE_UNITS =
            Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    static Kind port() {
        return new Kind("port", "0 to 65535", text -> (int) inRange(number(text), 0, 65_535));
    }

    static Kind number(int least, int most) {
        return new Kind("number", least + " to " + most, text -> (int) inRange(number(text), least, most));
    }

    static Kind duration(String least, String most) {
        Duration min = toDuration(least);
        Duration max = toDuration(most);
        return new Kind("duration", least + " to " + most, text -> {
            Duration value = toDuration(text);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException("out of range");
            }
            return value;
        });
    }

    static Kind size(String least, String most) {
        return new Kind("size", least + " to " + most, text -> inRange(toBytes(text), toBytes(least), toBytes(most)));
    }

    /** So many in a second or a minute, or without a limit: {@code 100/s}, {@code 6000/m}, {@code off}. */
    static Kind rate() {
        return new Kind("rate", "100/s, 6000/m and the like, or off", text -> {
            if (!RATE.matcher(text).matches()) {
                throw new IllegalArgumentException("not a rate");
            }
            return text;
        });
    }

    static Kind choice(String... choices) {
        List<String> values = List.of(choices);
        return new Kind("choice", String.join(", ", values), text -> {
            if (!values.contains(text)) {
                throw new IllegalArgumentException("none of these");
            }
            return text;
        });
    }

    static Kind text() {
        return new Kind("text", "", text -> text);
    }

    /** A text that is never shown, and may stand in a file of its own. */
    static Kind secret() {
        return new Kind("secret", "", text -> text);
    }

    /** A secret of 256 bits. */
    static Kind key() {
        return new Kind("secret", "32 bytes in Base64", text -> {
            if (Base64.getDecoder().decode(text.strip()).length != KEY_BYTES) {
                throw new IllegalArgumentException("not 32 bytes");
            }
            return text.strip();
        });
    }

    static Kind folder() {
        return new Kind("folder", "a path", Kind::path);
    }

    /** A file or a folder that is there. */
    static Kind place() {
        return new Kind("path", "a file or a folder that is there", text -> readable(text, Files::exists));
    }

    static Kind file() {
        return new Kind("file", "one that is there and can be read", text -> readable(text, Files::isRegularFile));
    }

    private static Path readable(String text, Predicate<Path> kind) {
        Path path = path(text).toAbsolutePath().normalize();
        if (!kind.test(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException("not there, or not readable");
        }
        return path;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path", e);
        }
    }

    /** A web address without query, given back without a slash at its end. */
    static Kind webAddress() {
        return new Kind("url", "http://… or https://…", text -> {
            URI uri = uri(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("not a web address");
            }
            return text.replaceAll("/+$", "");
        });
    }

    /** Addresses and networks in figures, with commas between them. */
    static Kind networks() {
        return new Kind("list of networks", "10.0.0.0/8, 192.0.2.1, 2001:db8::/32 and the like", text -> {
            for (String network : text.split(",", -1)) {
                Network.check(network.strip());
            }
            return text.replaceAll("\\s", "");
        });
    }

    /** Origins as browsers send them, with commas between them, or all of them. */
    static Kind origins() {
        return new Kind(
                "list of origins",
                "https://app.example.org and the like with commas between them, or * alone",
                Origins::read);
    }

    /** Levels of logging: one for all, and others for single loggers. */
    static Kind levels() {
        return new Kind("list of levels", LogLevels.RANGE, LogLevels::parse);
    }

    static Kind databaseAddress() {
        return new Kind("url", "jdbc:postgresql://host:port/database", text -> {
            if (!text.startsWith("jdbc:postgresql://")
                    || uri(text.substring("jdbc:".length())).getRawUserInfo() != null) {
                throw new IllegalArgumentException("not the address of a PostgreSQL");
            }
            return text;
        });
    }

    boolean isSecret() {
        return name.equals("secret");
    }

    /** Whether a text that was meant to be of this kind is better not shown. */
    boolean mayHoldSecret() {
        return isSecret() || range.startsWith("jdbc:");
    }

    private static Duration toDuration(String text) {
        Matcher matcher = match(DURATION, text);
        return unit(DURATION_UNITS, matcher).multipliedBy(Long.parseLong(matcher.group(1)));
    }

    private static long toBytes(String text) {
        Matcher matcher = match(SIZE, text);
        return unit(SIZE_UNITS, matcher) * Long.parseLong(matcher.group(1));
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not understood");
        }
        return matcher;
    }

    private static <T> T unit(Map<String, T> units, Matcher matcher) {
        T unit = units.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException("no such unit");
        }
        return unit;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number", e);
        }
    }

    private static long inRange(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL", e);
        }
    }
}
