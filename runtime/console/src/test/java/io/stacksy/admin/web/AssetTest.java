package io.stacksy.admin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AssetTest {
    private final Asset page = Asset.named(Console.PAGE);

    @Test
    void hasItsContentAndItsType() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        page.writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("<!doctype html>");
        assertThat(out.size()).isEqualTo(page.length());
        assertThat(page.type()).isEqualTo("text/html;charset=utf-8");
        assertThat(Asset.named("icon.svg").type()).isEqualTo("image/svg+xml");
    }

    @Test
    void hasATagOfItsOwn() {
        assertThat(page.tag())
                .matches("\"[0-9a-f]{32}\"")
                .isEqualTo(Asset.named(Console.PAGE).tag())
                .isNotEqualTo(Asset.named("main.js").tag());
    }

    @Test
    void isHeldByWhoeverNamesItsTag() {
        assertThat(page.isHeldBy(page.tag())).isTrue();
        assertThat(page.isHeldBy("W/" + page.tag())).isTrue();
        assertThat(page.isHeldBy("\"other\", " + page.tag())).isTrue();
        assertThat(page.isHeldBy("*")).isTrue();
        assertThat(page.isHeldBy("\"other\"")).isFalse();
        assertThat(page.isHeldBy("")).isFalse();
        assertThat(page.isHeldBy(null)).isFalse();
    }

    @Test
    void isThereOrSaysWhichIsNot() {
        assertThatThrownBy(() -> Asset.named("absent.js"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("absent.js");
    }

    @Test
    void isOfAKnownType() {
        assertThatThrownBy(() -> Asset.named("Console.class"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no media type is known for 'Console.class'");
    }
}
