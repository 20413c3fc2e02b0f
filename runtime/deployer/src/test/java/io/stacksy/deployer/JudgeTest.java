package io.stacksy.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stacksy.deployer.Judge.Verdict;
import io.stacksy.deployer.Tally.Counts;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private final Judge judge = new Judge(100);

    /** Worked out by hand, and with the hypergeometric distribution of another program. */
    @ParameterizedTest
    @CsvSource({
        "3, 4, 1, 4, 0.242857",
        "5, 5, 0, 5, 0.003968",
        "2, 15, 0, 15, 0.241379",
        "10, 100, 2, 100, 0.0165201",
        "0, 10, 0, 10, 1",
        "1, 10, 5, 10, 1",
        "4, 4, 0, 0, 1"
    })
    void worksOutWhatChanceAloneWouldDo(long hits, long size, long otherHits, long otherSize, double chance) {
        assertThat(Significance.ofMore(hits, size, otherHits, otherSize)).isCloseTo(chance, within(2e-6));
    }

    @ParameterizedTest
    @CsvSource({
        // failures and requests of the canary, then of the live revision
        "21, 412, 0, 3702, WORSE",
        "0, 412, 0, 3702, GOOD",
        "1, 412, 0, 3702, GOOD",
        "21, 412, 190, 3702, GOOD",
        "0, 412, 190, 3702, GOOD",
        "0, 2, 0, 18, INCONCLUSIVE",
        "0, 412, 0, 99, INCONCLUSIVE",
        "6, 50, 0, 450, WORSE"
    })
    void comparesFailures(long failures, long requests, long otherFailures, long otherRequests, Verdict verdict) {
        Evidence evidence = new Evidence(
                new Counts(otherRequests, otherFailures),
                new Counts(requests, failures),
                new Latencies(),
                new Latencies());
        assertThat(judge.judge(evidence)).isEqualTo(verdict);
    }

    @Test
    void doesNotMindAnIncreaseThatIsCertainAndSmall() {
        assertThat(Judge.certainlyFailsMore(new Counts(100_000, 300), new Counts(900_000, 9)))
                .isFalse();
    }

    @Test
    void isCertainEarlyOnlyWhereChanceIsOutOfQuestion() {
        assertThat(Judge.certainlyFailsMore(new Counts(20, 2), new Counts(180, 0)))
                .isFalse();
        assertThat(Judge.certainlyFailsMore(new Counts(100, 5), new Counts(900, 0)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // milliseconds of the live revision and of the canary: of most requests, and of three in a hundred
        "5, 60, 5, 60, GOOD",
        "5, 60, 12, 60, GOOD",
        "5, 60, 40, 60, WORSE",
        "5, 60, 5, 100, GOOD",
        "5, 60, 5, 400, WORSE",
        "40, 400, 5, 60, GOOD"
    })
    void comparesTimes(long most, long tail, long canaryMost, long canaryTail, Verdict verdict) {
        Evidence evidence = new Evidence(
                new Counts(3_000, 0), new Counts(400, 0), times(3_000, most, tail), times(400, canaryMost, canaryTail));
        assertThat(judge.judge(evidence)).as(evidence.toString()).isEqualTo(verdict);
    }

    @Test
    void saysWhatItSaw() {
        assertThat(new Evidence(new Counts(3702, 0), new Counts(412, 21), times(3_702, 5, 60), times(412, 5, 60)))
                .hasToString("5.1% of 412 requests failed against 0.0% of 3,702, p50 5.2 ms against 5.2 ms,"
                        + " p99 62.9 ms against 62.9 ms");
    }

    @Test
    void readsTimesOfAnyLengthWithinAnEighth() {
        for (long nanos : new long[] {1, 1_023, 1_024, 5_000, 999_999, 60_000_000_000L}) {
            Latencies latencies = new Latencies();
            latencies.add(nanos);
            assertThat(latencies.quantile(0.5).toNanos()).isBetween(nanos, Math.max(1_152, nanos + nanos / 7));
        }
        Latencies longest = new Latencies();
        longest.add(Long.MAX_VALUE);
        assertThat(longest.quantile(1)).isGreaterThan(Duration.ofMinutes(2));
        assertThat(new Latencies().quantile(0.5)).isZero();
    }

    private static Latencies times(int requests, long mostMillis, long tailMillis) {
        Latencies latencies = new Latencies();
        IntStream.range(0, requests)
                .mapToLong(i -> i % 100 < 97 ? mostMillis : tailMillis)
                .forEach(millis -> latencies.add(millis * 1_000_000));
        return latencies;
    }
}
