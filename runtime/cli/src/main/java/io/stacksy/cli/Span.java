package io.stacksy.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as settings write it: {@code 30s 10m 24h 7d}. */
final class Span {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

    private Span() {}

    /** @param option the one that has the value {@code text} */
    static Duration of(String option, String text) {
        Matcher parts = SYNTAX.matcher(text);
        Long unit = parts.matches() ? SECONDS.get(parts.group(2)) : null;
        if (unit == null) {
            throw Failure.usage(option + " takes a time such as 30s, 10m, 24h or 7d, not '" + text + "'");
        }
        return Duration.ofSeconds(Long.parseLong(parts.group(1)) * unit);
    }

    /** A moment: as such, or so long after {@code now}. */
    static Instant after(String option, String text, Instant now) {
        if (SYNTAX.matcher(text).matches()) {
            return now.plus(of(option, text));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Failure.usage(option + " takes a time such as 90d or 2026-12-31T00:00:00Z, not '" + text + "'");
        }
    }
}
