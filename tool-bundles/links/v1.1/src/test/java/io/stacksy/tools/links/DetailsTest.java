package io.stacksy.tools.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stacksy.tool.ToolException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {
    private static final Link.Content TITLED = new Link.Content(
            Target.stored("https://www.osgi.org/"), Optional.empty(), new Details(Optional.of("OSGi")));

    @Test
    void haveATitleOfUpTo200Characters() {
        String longest = "\ud83d\ude00".repeat(200);
        assertThat(details(longest)).isEqualTo(new Details(Optional.of(longest)));
        assertThat(details(null)).isEqualTo(new Details(Optional.empty()));
        assertRefused(longest + "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "\ud83d"})
    void haveATitleThatCanBeShown(String title) {
        assertRefused(title);
    }

    @Test
    void stayAsTheyAreUnlessTheTitleIsGiven() {
        assertThat(changed(new LinkChange())).isEqualTo(TITLED);
        LinkChange retitled = new LinkChange();
        retitled.setTitle("The home of OSGi");
        assertThat(changed(retitled).details()).isEqualTo(details("The home of OSGi"));
        LinkChange untitled = new LinkChange();
        untitled.setTitle(null);
        assertThat(changed(untitled).details()).isEqualTo(details(null));
    }

    private static Link.Content changed(LinkChange change) {
        return change.applyTo(TITLED, new Self(Optional.empty(), address -> false), Instant.EPOCH);
    }

    private static Details details(@Nullable String title) {
        return Details.of(new NewLink("https://www.osgi.org/", null, null, title));
    }

    private static void assertRefused(String title) {
        assertThatThrownBy(() -> details(title))
                .isInstanceOf(ToolException.class)
                .hasMessageStartingWith("title: ");
    }
}
