package io.stacksy.description;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.stacksy.route.JsonLimits;
import io.stacksy.tool.Problem;
import io.stacksy.tool.ToolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON within the limits that bodies of requests have: one text in UTF-8, with no field twice. */
final class StrictJson {
    /** Of a number in decimal notation: no {@code double} is smaller, and reckoning with more could take forever. */
    private static final int MAX_SCALE = 400;

    private static final ObjectMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(JsonLimits.DEPTH)
                            .maxStringLength(JsonLimits.TEXT)
                            .maxNumberLength(JsonLimits.NUMBER)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /** @throws ToolException 400 if it is no JSON, or over a limit */
    static JsonNode read(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode value = JSON.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
            if (value.isMissingNode()) {
                throw malformed("the body is missing; send JSON");
            }
            requireSmallNumbers(value);
            return value;
        } catch (CharacterCodingException e) {
            throw malformed("the body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw malformed("the body " + words(e) + where(e.getLocation()));
        }
    }

    private static void requireSmallNumbers(JsonNode value) {
        if (value.isBigDecimal() && outOfRange(value)) {
            throw malformed("the body has a number that is out of range");
        }
        value.forEach(StrictJson::requireSmallNumbers);
    }

    private static boolean outOfRange(JsonNode number) {
        return Math.abs((long) number.decimalValue().scale()) > MAX_SCALE || !Double.isFinite(number.doubleValue());
    }

    private static String words(JsonProcessingException thrown) {
        if (thrown instanceof StreamConstraintsException) {
            return "is nested too deeply, or has a text or a number that is too long";
        }
        if (thrown instanceof MismatchedInputException) {
            return "goes on after its end";
        }
        boolean twice = thrown.getOriginalMessage().startsWith("Duplicate field");
        return twice ? "has the same field twice" : "is not well-formed JSON";
    }

    private static String where(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static ToolException malformed(String detail) {
        return ToolException.of(Problem.of(400, "Bad Request", detail));
    }
}
