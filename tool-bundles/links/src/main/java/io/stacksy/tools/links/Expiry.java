package io.stacksy.tools.links;

import io.stacksy.tool.ToolException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/** When a link ends, as callers write it. */
final class Expiry {
    private static final int MAX_YEAR = 9_999;
    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
            .toFormatter();

    private Expiry() {}

    /** @throws ToolException 422 if it is no time, or over */
    static Instant parse(String text, Instant now) {
        OffsetDateTime time;
        try {
            time = OffsetDateTime.parse(text, RFC_3339);
        } catch (DateTimeException e) {
            throw invalid("must be a time such as 2030-01-31T12:00:00Z");
        }
        if (time.getYear() > MAX_YEAR || !time.toInstant().isAfter(now)) {
            throw invalid("must be in the future, and before the year 10000");
        }
        return time.toInstant().truncatedTo(ChronoUnit.MICROS); // more the database does not keep
    }

    private static ToolException invalid(String message) {
        return ToolException.invalid("expires_at", message);
    }
}
