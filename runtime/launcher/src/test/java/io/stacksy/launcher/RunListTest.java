package io.stacksy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListTest {
    private static final Path CORE = Path.of("metrics-core-1.10.0.jar");
    private static final Path TEXT = Path.of("metrics-core-text-1.10.0.jar");
    private static final Path OURS = Path.of("ours-0.1.0-SNAPSHOT.jar");

    @Test
    void findsEachArtifactsJarWhateverItsVersion() {
        RunList list = parse("# a comment", "", "1 metrics-core", "2 ours # why");
        assertThat(list.items()).containsExactly(new RunList.Item(1, CORE), new RunList.Item(2, OURS));
        assertThat(list.highestLevel()).isEqualTo(2);
    }

    @Test
    void refusesAnArtifactWithoutItsOneJar() {
        assertThatThrownBy(() -> parse("1 missing"))
                .hasMessage("0 jars of the bundle missing instead of one: unpack the distribution afresh");
        assertThatThrownBy(() -> RunList.parse(List.of("1 ours"), List.of(OURS, Path.of("ours-0.2.0.jar"))))
                .hasMessageStartingWith("2 jars of the bundle ours");
    }

    @Test
    void refusesALineThatIsNoneAndALevelThatFalls() {
        assertThatThrownBy(() -> parse("ours")).hasMessageContaining("wrong line, 'ours'");
        assertThatThrownBy(() -> parse("2 ours", "1 metrics-core")).hasMessageContaining("'1 metrics-core'");
    }

    private static RunList parse(String... lines) {
        return RunList.parse(List.of(lines), List.of(CORE, TEXT, OURS));
    }
}
