package io.stacksy.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreErrorsTest {
    @ParameterizedTest
    @MethodSource
    void unavailabilityIsSeenThroughWhateverWrapsIt(Throwable failure) {
        assertThat(StoreErrors.isOfUnavailability(failure)).isTrue();
    }

    static Throwable[] unavailabilityIsSeenThroughWhateverWrapsIt() {
        SQLException lost = new SQLException("an I/O error occurred", "08006");
        return new Throwable[] {
            lost,
            new IllegalStateException("no page", new RuntimeException(lost)),
            StoreException.unavailable(lost),
            new SQLTransientConnectionException("no connection for 2500 ms"),
            new SQLNonTransientConnectionException("the connection has broken", "08003"),
            new SQLException("the database system is starting up", "57P03")
        };
    }

    @ParameterizedTest
    @MethodSource
    void aMistakeOfWhoAsksIsNone(Throwable failure) {
        assertThat(StoreErrors.isOfUnavailability(failure)).isFalse();
    }

    static Throwable[] aMistakeOfWhoAsksIsNone() {
        SQLException mistake = new SQLException("no such table", "42P01");
        return new Throwable[] {
            mistake,
            StoreException.rejected("no such table", mistake),
            new SQLException("closed"),
            new IllegalStateException("the database is away")
        };
    }

    @Test
    void aRingOfCausesHasAnEnd() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException other = new RuntimeException("other", one);
        one.initCause(other);
        assertThat(StoreErrors.isOfUnavailability(one)).isFalse();
    }
}
