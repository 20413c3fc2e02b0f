package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "A-b_9", "osgi", "0123456789012345678901234567890123456789012345678901234567890123"})
    void canBeChosen(String text) {
        assertThat(Code.chosen(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "l",
                "ab",
                "a/b",
                "a.b",
                "a b",
                "äöü",
                "api",
                "API",
                "stats",
                "../x",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void isRefusedWithTheFieldThatIsWrong(String text) {
        assertThatThrownBy(() -> Code.chosen(text)).isInstanceOfSatisfying(ToolException.class, e -> assertThat(
                        e.problem().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("code")));
    }

    @Test
    void isNotFoundWhereItCannotBeOne() {
        assertThat(Code.find("a%2fb")).isEmpty();
        assertThat(Code.find("osgi")).contains(new Code("osgi"));
    }

    @Test
    void isSevenLettersAndDigitsWhenGenerated() {
        Random random = new Random(7);
        Set<Code> codes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            codes.add(Code.random(random));
        }
        assertThat(codes).hasSize(1_000).allSatisfy(code -> assertThat(code.value())
                .matches("[A-Za-z0-9]{7}"));
    }
}
