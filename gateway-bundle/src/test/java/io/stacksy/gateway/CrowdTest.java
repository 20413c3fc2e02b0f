package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrowdTest {
    private final Crowd crowd = new Crowd(12);

    @Test
    void oneToolCanTakeHalfOfTheThreads() {
        assertThat(fill()).isEqualTo(6);
    }

    @Test
    void severalLeaveSomeForTheOthers() {
        assertThat(fill()).isEqualTo(6);
        assertThat(fill()).isEqualTo(3);
        assertThat(fill()).isEqualTo(2);
        assertThat(fill()).isEqualTo(1);
    }

    @Test
    void aToolThatHasNoneAlwaysGetsOne() {
        for (int tool = 0; tool < 100; tool++) {
            assertThat(crowd.admits(1)).isTrue();
        }
    }

    @Test
    void whatIsGivenBackCanBeHadAgain() {
        int had = fill();
        assertThat(crowd.admits(had + 1)).isFalse();
        for (int i = 0; i < had; i++) {
            crowd.leave();
        }
        assertThat(fill()).isEqualTo(had);
    }

    /** Takes what one more tool can have; returns how much that is. */
    private int fill() {
        int has = 0;
        while (crowd.admits(has + 1)) {
            has++;
        }
        return has;
    }
}
