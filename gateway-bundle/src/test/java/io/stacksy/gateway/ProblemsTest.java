package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.tool.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void hasTheMembersOfTheStandard() {
        assertThat(body(Problems.of(404, "nothing here"), "/a"))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,"
                        + "\"detail\":\"nothing here\",\"instance\":\"/a\",\"request_id\":\"id1\"}");
    }

    @Test
    void listsTheFieldsToBlame() {
        Problem problem = new Problem(
                "about:blank", "Bad Request", 400, "no", List.of(new Problem.FieldError("url", "is missing")));
        assertThat(body(problem, "/a")).contains("\"errors\":[{\"field\":\"url\",\"message\":\"is missing\"}]");
    }

    @Test
    void escapesWhatJsonMustNotHold() {
        assertThat(body(Problems.of(400, "\"\\\n\r\t\u0001\u2028\ud800"), "/a"))
                .contains("\"detail\":\"\\\"\\\\\\n\\r\\t\\u0001\\u2028\\ud800\"");
    }

    private static String body(Problem problem, String instance) {
        return new String(Problems.body(problem, instance, "id1"), StandardCharsets.UTF_8);
    }
}
