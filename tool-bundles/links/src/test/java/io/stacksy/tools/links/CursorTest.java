package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void leadsBackToItsPlace() {
        Cursor cursor = new Cursor(Instant.parse("2026-01-01T12:00:00.123456Z"), new Code("osgi"));
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "osgi", "%%%", "MTIz", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS5vc2dp"})
    void isRefusedWhereItIsNone(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("cursor: ");
    }
}
