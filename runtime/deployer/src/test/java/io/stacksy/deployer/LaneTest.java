package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.stacksy.deploy.Revision;
import io.stacksy.deploy.ToolName;
import io.stacksy.deploy.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    private static final int CALLERS = 1_000;

    private final Slot first = slot(0);
    private final Slot second = slot(1);
    private final Slot third = slot(2);

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 99})
    void givesEachRevisionItsShareOfTheCallers(int percent) {
        Lane lane = Lane.divided(first, Map.of(first, 100 - percent, second, percent));
        long theirs = IntStream.range(0, CALLERS)
                .filter(caller -> of(lane, caller) == second)
                .count();
        assertThat(theirs * 100.0 / CALLERS).isCloseTo(percent, offset(1.5));
    }

    @Test
    void givesItsShareOfCallersWhoseNumbersAreNotInARowToo() {
        Lane lane = Lane.divided(first, Map.of(first, 90, second, 10));
        Random random = new Random(7);
        long theirs = IntStream.range(0, 100 * CALLERS)
                .filter(caller -> lane.of("echo", random::nextLong) == second)
                .count();
        assertThat(theirs / 1_000.0).isCloseTo(10, offset(0.3));
    }

    @Test
    void keepsACallerOnTheNewRevisionAsItsShareGrows() {
        Lane tenth = Lane.divided(first, Map.of(first, 90, second, 10));
        Lane half = Lane.divided(first, Map.of(first, 50, second, 50));
        assertThat(IntStream.range(0, CALLERS).filter(caller -> of(tenth, caller) == second))
                .isNotEmpty()
                .allMatch(caller -> of(half, caller) == second);
    }

    @Test
    void doesNotLetTheSameCallersTryOutEveryTool() {
        long both = IntStream.range(0, CALLERS)
                .filter(caller -> Lane.point("links", caller) < 10 && Lane.point("paste", caller) < 10)
                .count();
        assertThat(both).isLessThan(50);
    }

    @Test
    void dividesAmongMoreThanTwo() {
        Lane lane = Lane.divided(first, Map.of(first, 50, second, 30, third, 20));
        assertThat(lane.slots()).containsExactly(third, second, first);
        assertThat(List.of(lane.weight(first), lane.weight(second), lane.weight(third)))
                .containsExactly(50, 30, 20);
        long theirs = IntStream.range(0, CALLERS)
                .filter(caller -> of(lane, caller) == second)
                .count();
        assertThat(theirs * 100.0 / CALLERS).isCloseTo(30, offset(1.5));
    }

    @Test
    void doesNotAskWhoCallsWhereOneRevisionHasItAll() {
        Lane lane = Lane.divided(first, Map.of(first, 0, second, 100));
        assertThat(lane.of("echo", () -> {
                    throw new AssertionError("nobody needs to know");
                }))
                .isSameAs(second);
        assertThat(lane.weight(first)).isZero();
    }

    @Test
    void refusesSharesThatAreNotTheWhole() {
        assertThatThrownBy(() -> Lane.divided(first, Map.of(first, 50, second, 30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the shares are 80 together, not 100");
    }

    private static Slot of(Lane lane, int caller) {
        return lane.of("echo", () -> caller);
    }

    private static Slot slot(int number) {
        Revision revision =
                new Revision(new ToolName("echo"), new Version(1, number, 0, ""), "%064x".formatted(number));
        return Slot.staged(revision, List.of(), Instant.EPOCH);
    }
}
