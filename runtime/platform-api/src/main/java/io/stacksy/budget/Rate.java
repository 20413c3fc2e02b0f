package io.stacksy.budget;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many requests in a second or in a minute, written {@code 100/s} or {@code 6000/m}. They may come all at once; what
 * was spent comes back steadily.
 *
 * @param permits how many, 1 to {@value #MAX_PERMITS}
 * @param per a second or a minute
 */
public record Rate(int permits, Duration per) {
    public static final int MAX_PERMITS = 9_999_999;

    /** What a text has to be, for messages about one that is not. */
    public static final String RULE = "must be a rate such as 100/s or 6000/m";

    /** How the lack of a rate is written. */
    public static final String OFF = "off";

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,6})/([sm])");

    /** @throws IllegalArgumentException if a part is out of its range */
    public Rate {
        if (permits < 1 || permits > MAX_PERMITS || !(per.equals(SECOND) || per.equals(MINUTE))) {
            throw new IllegalArgumentException(permits + " in " + per + ": " + RULE);
        }
    }

    /** @throws IllegalArgumentException if {@code text} is no rate; the message says what one is */
    public static Rate parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(RULE);
        }
        return new Rate(Integer.parseInt(parts.group(1)), parts.group(2).equals("s") ? SECOND : MINUTE);
    }

    /**
     * The rate that {@code text} is; empty for {@value #OFF}.
     *
     * @throws IllegalArgumentException if it is neither; the message says what one is
     */
    public static Optional<Rate> parseOrOff(String text) {
        if (text.equals(OFF)) {
            return Optional.empty();
        }
        if (!SYNTAX.matcher(text).matches()) {
            throw new IllegalArgumentException(RULE + ", or " + OFF);
        }
        return Optional.of(parse(text));
    }

    /** What {@link #parseOrOff} reads again. */
    public static String text(Optional<Rate> rate) {
        return rate.map(Rate::toString).orElse(OFF);
    }

    @Override
    public String toString() {
        return permits + (per.equals(SECOND) ? "/s" : "/m");
    }
}
