package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.deployer.LastFlight.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackBoxTest {
    private static final long MEBIBYTE = 1 << 20;

    private final Path folder;

    BlackBoxTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void tellsWhatWasUnderWay() throws IOException {
        BlackBox box = BlackBox.in(folder);
        BlackBox.Cell links = box.cell("links@1.0.0");
        BlackBox.Cell gone = box.cell("gone@1.0.0");
        gone.enter();
        gone.leave();
        gone.free();
        box.cell("paste@2.0.0").allocated(77);
        links.enter();
        links.enter();
        links.leave();
        assertThat(last().traces())
                .containsExactlyInAnyOrder(new Trace("links@1.0.0", 1, 0), new Trace("paste@2.0.0", 0, 77));
    }

    @Test
    void aPlaceOfWhichSomebodyStillCountsIsNotGivenAway() throws IOException {
        BlackBox box = BlackBox.in(folder);
        BlackBox.Cell gone = box.cell("gone@1.0.0");
        gone.enter();
        gone.free();
        BlackBox.Cell next = box.cell("links@1.0.0");
        gone.leave();
        next.enter();
        assertThat(last().traces()).containsExactly(new Trace("links@1.0.0", 1, 0));
    }

    @Test
    void whoComesWhenAllPlacesAreTakenIsNotWrittenDown() throws IOException {
        BlackBox box = BlackBox.in(folder);
        for (int i = 0; i < 600; i++) {
            box.cell("links@1.0." + i).enter();
        }
        assertThat(last().traces()).hasSize(512);
    }

    @Test
    void nothingIsToldAfterAnotherEnd() {
        BlackBox.in(folder).cell("links@1.0.0").enter();
        assertThat(BlackBox.last(folder).outOfMemory()).isFalse();
        assertThat(BlackBox.last(folder).culprit()).isEmpty();
    }

    @Test
    void whatIsNoBlackBoxTellsNothing() throws IOException {
        Files.write(folder.resolve("black-box"), new byte[] {1, 2, 3});
        assertThat(last().traces()).isEmpty();
        Files.writeString(folder.resolve("black-box"), "x".repeat(10_000));
        assertThat(last().traces()).isEmpty();
    }

    @Test
    void theMarkerCountsOnce() throws IOException {
        assertThat(last().outOfMemory()).isTrue();
        assertThat(BlackBox.last(folder).outOfMemory()).isFalse();
    }

    @Test
    void theCulpritHasAllocatedMostAndMuch() {
        assertThat(culprit(new Trace("a@1.0.0", 1, 90 * MEBIBYTE), new Trace("b@1.0.0", 5, 10 * MEBIBYTE)))
                .isEqualTo("a@1.0.0: the node ran out of memory, and in the last seconds before this had allocated"
                        + " 90 MiB of 100");
    }

    @Test
    void orIsTheOnlyOneAtWork() {
        assertThat(culprit(new Trace("a@1.0.0", 0, 3 * MEBIBYTE), new Trace("b@1.0.0", 2, MEBIBYTE)))
                .isEqualTo("b@1.0.0: the node ran out of memory, and only this had requests under way: 2");
    }

    @Test
    void whereNobodyStandsOutThereIsNone() {
        assertThat(culprit(new Trace("a@1.0.0", 1, 50 * MEBIBYTE), new Trace("b@1.0.0", 1, 50 * MEBIBYTE)))
                .isEqualTo("none");
        assertThat(culprit()).isEqualTo("none");
    }

    private static String culprit(Trace... traces) {
        return new LastFlight(true, 200 * MEBIBYTE, List.of(traces))
                .culprit()
                .map(culprit -> culprit.revision() + ": " + culprit.why())
                .orElse("none");
    }

    /** What the next start finds after running out of memory. */
    private LastFlight last() throws IOException {
        Files.createFile(folder.resolve(BlackBox.MARKER));
        return BlackBox.last(folder);
    }
}
