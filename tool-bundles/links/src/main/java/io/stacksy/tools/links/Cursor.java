package io.stacksy.tools.links;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.stacksy.tool.ToolException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place in a list after which its next part begins. Callers pass it on and do not look inside. */
record Cursor(Instant createdAt, Code code) {
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,17})\\.([A-Za-z0-9_-]{3,64})");

    static Cursor after(Link link) {
        return new Cursor(link.createdAt(), link.code());
    }

    /** @throws ToolException 422 if it is none */
    static Cursor parse(String text) {
        try {
            Matcher matcher = SYNTAX.matcher(new String(Base64.getUrlDecoder().decode(text), US_ASCII));
            if (matcher.matches()) {
                Instant time = Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS);
                return new Cursor(time, new Code(matcher.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static ToolException invalid() {
        return ToolException.invalid("cursor", "is not one that this list gave out; begin again without it");
    }

    @Override
    public String toString() {
        String text = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "." + code;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }
}
