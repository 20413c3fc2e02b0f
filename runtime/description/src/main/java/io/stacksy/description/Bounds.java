package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import io.stacksy.description.SchemaComparison.Way;
import java.math.BigDecimal;
import java.util.List;

/** How large, how long and of what form a value may be, compared. */
final class Bounds {
    private static final List<String> UPPER =
            List.of("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties");
    private static final List<String> LOWER =
            List.of("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties");
    private static final List<String> FORMS = List.of("format", "pattern", "uniqueItems");

    private final Way way;
    private final List<Difference> differences;

    Bounds(Way way, List<Difference> differences) {
        this.way = way;
        this.differences = differences;
    }

    void compare(JsonNode old, JsonNode now, String where) {
        UPPER.forEach(bound -> compare(bound, old.path(bound), now.path(bound), 1, where));
        LOWER.forEach(bound -> compare(bound, old.path(bound), now.path(bound), -1, where));
        FORMS.forEach(form -> form(form, old.path(form), now.path(form), where));
    }

    /** @param sign 1 where a lower number is the narrower one, -1 where a higher is */
    private void compare(String bound, JsonNode old, JsonNode now, int sign, String where) {
        if (old.equals(now) || (bothNumbers(old, now) && number(old).compareTo(number(now)) == 0)) {
            return;
        }
        boolean narrower = bothNumbers(old, now) ? sign * number(now).compareTo(number(old)) < 0 : !now.isMissingNode();
        add(bound, old, now, where, narrower);
    }

    /** Which of two forms is the narrower one is not understood; none at all is wider than any. */
    private void form(String form, JsonNode old, JsonNode now, String where) {
        if (!old.equals(now)) {
            JsonNode narrow = way == Way.REQUEST ? now : old;
            differences.add(difference(form, old, now, where, !narrow.isMissingNode()));
        }
    }

    private void add(String bound, JsonNode old, JsonNode now, String where, boolean narrower) {
        boolean breaking = way == Way.REQUEST ? narrower : !narrower && !old.isMissingNode();
        differences.add(difference(bound, old, now, where, breaking));
    }

    private static Difference difference(String what, JsonNode old, JsonNode now, String where, boolean breaking) {
        return new Difference(
                "has " + what + " " + text(now) + " in place of " + text(old) + " for " + where, breaking);
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "none" : value.asText();
    }

    private static boolean bothNumbers(JsonNode old, JsonNode now) {
        return old.isNumber() && now.isNumber();
    }

    private static BigDecimal number(JsonNode value) {
        return value.decimalValue();
    }
}
