package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.budget.Rate;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final Rate SIX = Rate.parse("6/m");
    private static final Rate TEN = Rate.parse("10/m");
    private static final Buckets.Key ANN = Buckets.Key.of("links", "ann");
    private static final Buckets.Key BOB = Buckets.Key.of("links", "bob");

    private final AtomicLong time = new AtomicLong();
    private final Buckets buckets = new Buckets(100, time::get);

    @Test
    void aQuotaIsSpentAndComesBackSteadily() {
        assertThat(buckets.take(ANN, SIX)).isEqualTo(new Level(true, 5, seconds(10)));
        pass(4);
        assertThat(buckets.take(ANN, SIX)).isEqualTo(new Level(true, 4, seconds(6)));
        spend(ANN, SIX, 4);
        assertThat(buckets.take(ANN, SIX)).isEqualTo(new Level(false, 0, seconds(6)));
        pass(6);
        assertThat(buckets.take(ANN, SIX).taken()).isTrue();
        assertThat(buckets.take(ANN, SIX)).isEqualTo(new Level(false, 0, seconds(10)));
    }

    @Test
    void eachKeyHasItsOwn() {
        spend(ANN, SIX, 6);
        assertThat(buckets.take(ANN, SIX).taken()).isFalse();
        assertThat(buckets.take(BOB, SIX).left()).isEqualTo(5);
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        spend(ANN, SIX, 6);
        buckets.giveBack(ANN, SIX);
        assertThat(buckets.take(ANN, SIX).taken()).isTrue();
        assertThat(buckets.take(ANN, SIX).taken()).isFalse();
    }

    @Test
    void anotherRateHoldsAtOnceAndWhatWasSpentStaysSpent() {
        spend(ANN, SIX, 6);
        assertThat(buckets.take(ANN, TEN)).as("10 less the 6 that are spent").isEqualTo(new Level(true, 3, seconds(6)));
        assertThat(buckets.take(ANN, Rate.parse("1/m")).taken()).isFalse();
    }

    @Test
    void twoRevisionsWithDifferentRatesHaveABucketEach() {
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take(ANN, SIX).taken()).isTrue();
            assertThat(buckets.take(ANN, TEN).taken()).isTrue();
        }
        assertThat(buckets.take(ANN, SIX).left()).isEqualTo(2);
        assertThat(buckets.take(ANN, TEN).left()).as("one was spent before").isEqualTo(5);
    }

    @Test
    void aQuotaThatIsFullAgainIsForgotten() {
        spend(ANN, SIX, 1);
        assertThat(buckets.size()).isEqualTo(1);
        time.addAndGet(Buckets.FORGOTTEN.toNanos());
        assertThat(buckets.size()).isZero();
    }

    @Test
    void aToolsQuotasAreForgottenTogether() {
        spend(ANN, SIX, 1);
        spend(BOB, SIX, 1);
        spend(Buckets.Key.of("qr", "ann"), SIX, 1);
        buckets.forget("links");
        assertThat(buckets.size()).isEqualTo(1);
        assertThat(buckets.take(ANN, SIX).left()).isEqualTo(5);
    }

    @Test
    void aCrowdOfCallersNeitherFillsTheMemoryNorFreesOneWhoCallsOften() {
        spend(ANN, SIX, 6);
        for (int i = 0; i < 10_000; i++) {
            spend(Buckets.Key.of("links", "192.0.2." + i), SIX, 1);
            if (i % 10 == 0) {
                assertThat(buckets.take(ANN, SIX).taken())
                        .as("after %d others", i)
                        .isFalse();
            }
        }
        assertThat(buckets.size()).isLessThanOrEqualTo(100);
    }

    @Test
    void manyThreadsTakeNoMoreThanThereIs() throws Exception {
        Rate rate = Rate.parse("1000/m");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Long> taking = () -> Stream.generate(() -> buckets.take(ANN, rate))
                    .limit(500)
                    .filter(Level::taken)
                    .count();
            long taken = 0;
            for (Future<Long> one :
                    threads.invokeAll(Stream.generate(() -> taking).limit(4).toList())) {
                taken += one.get();
            }
            assertThat(taken).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private void spend(Buckets.Key key, Rate rate, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(buckets.take(key, rate).taken()).isTrue();
        }
    }

    private void pass(int seconds) {
        time.addAndGet(seconds(seconds));
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
