package io.stacksy.auth.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often an API key may be used, such as {@code 100/s} or {@code 6000/m}. */
record KeyRate(int permits, Duration per) {
    static final String RULE = "must be a rate such as 100/s or 6000/m";
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,6})/([sm])");

    /** The rate that {@code text} is, if it is one. */
    static Optional<KeyRate> of(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches()
                ? Optional.of(new KeyRate(Integer.parseInt(parts.group(1)), unit(parts.group(2))))
                : Optional.empty();
    }

    private static Duration unit(String letter) {
        return letter.equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
    }

    @Override
    public String toString() {
        return permits + (per.toSeconds() == 1 ? "/s" : "/m");
    }
}
