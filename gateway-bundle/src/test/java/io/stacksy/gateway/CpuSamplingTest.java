package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CpuSamplingTest {
    private static final int REQUESTS = 100_000;

    private final CpuSampling sampling = new CpuSampling();

    @Test
    void aSlowToolIsReadAtEachRequest() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(sampling.weight()).isOne();
            sampling.took(200_000_000);
        }
    }

    @Test
    void aQuickToolIsReadSeldomAndYetCountsInFull() {
        for (int i = 0; i < 200; i++) {
            sampling.took(5_000);
        }
        long counted = 0;
        int read = 0;
        for (int i = 0; i < REQUESTS; i++) {
            int weight = sampling.weight();
            counted += weight;
            read += weight > 0 ? 1 : 0;
        }
        assertThat(read).isCloseTo(REQUESTS / CpuSampling.MOST, Percentage.withPercentage(20));
        assertThat(counted).isCloseTo(REQUESTS, Percentage.withPercentage(20));
    }

    @Test
    void aToolThatGetsSlowIsReadAtEachRequestAgain() {
        for (int i = 0; i < 200; i++) {
            sampling.took(5_000);
        }
        sampling.took(CpuSampling.ALWAYS_NANOS * 20);
        assertThat(sampling.weight()).isOne();
    }
}
