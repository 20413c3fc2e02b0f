package io.stacksy.description;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"summary":"Show a note","description":"One note.","operationId":"find"}         | Show a note
                    {"description":"One note. Or none.","operationId":"find"}                        | One note
                    {"description":"Which note?\\nThat one.","operationId":"find"}                   | Which note?
                    {"description":"In version 1.2 there is a note","operationId":"find"}            | In version 1.2 there is a note
                    {"operationId":"findOneNote"}                                                    | Find one note
                    {"operationId":"notes_find-one"}                                                 | Notes find one
                    {"operationId":"..."}                                                            | GET /{id}
                    {"summary":" ","description":""}                                                 | GET /{id}
                    """)
    void isTheBestThatThereIs(String operation, String summary) {
        assertThat(summary(operation)).isEqualTo(summary);
    }

    @ParameterizedTest
    @CsvSource({"120, true", "121, false"})
    void isShort(int length, boolean taken) {
        String sentence = "x".repeat(length);
        assertThat(summary("{\"description\":\"" + sentence + ".\",\"operationId\":\"find\"}"))
                .isEqualTo(taken ? sentence : "Find");
    }

    private static String summary(String operation) {
        String description = "{\"openapi\":\"3.1.0\",\"paths\":{\"/{id}\":{\"get\":" + operation + "}}}";
        return Documents.of(Documents.tool("notes", List.of(), description, "GET /{id}"))
                .at("/paths/~1api~1notes~1{id}/get/summary")
                .asText();
    }
}
