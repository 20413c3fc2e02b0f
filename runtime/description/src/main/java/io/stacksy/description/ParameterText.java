package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the value of a parameter as what it may be. What cannot be read so stays a text, which its schema refuses. */
final class ParameterText {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,50}(\\.[0-9]{1,50})?([eE][+-]?[0-9]{1,2})?");
    private static final Pattern FLAG = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);

    private ParameterText() {}

    /** @param types those of JSON that it may be of; none for a text */
    static JsonNode read(String text, Set<String> types) {
        if (types.contains("string")) {
            return TextNode.valueOf(text);
        }
        boolean number = types.contains("number");
        if ((number || types.contains("integer")) && WHOLE.matcher(text).matches()) {
            return JsonNodeFactory.instance.numberNode(new BigInteger(text));
        }
        if (number && NUMBER.matcher(text).matches()) {
            return JsonNodeFactory.instance.numberNode(new BigDecimal(text));
        }
        if (types.contains("boolean") && FLAG.matcher(text).matches()) {
            return BooleanNode.valueOf(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        return TextNode.valueOf(text);
    }
}
