package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.auth.Identity;
import io.stacksy.deploy.ToolName;
import io.stacksy.route.Operation;
import io.stacksy.route.Rule;
import io.stacksy.store.CallRecords;
import io.stacksy.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Operation STATS =
            new Operation("GET", "/{code}/stats", new Rule.SignedIn(), OptionalLong.empty());

    private final Calls calls = new Calls(3);
    private final Records records = new Records();
    private final CallBatches batches = new CallBatches(calls, records);

    @Test
    void countsByClient() {
        count("ann");
        count("ann");
        count("ben");
        calls.count("links", STATS, Optional.empty());
        batches.store();
        assertThat(records.stored).containsExactlyInAnyOrder(of("ann", 2), of("ben", 1), of("anonymous", 1));
    }

    @Test
    void storesWhatCameSinceTheLastTime() {
        count("ann");
        batches.store();
        batches.store();
        count("ann");
        batches.store();
        assertThat(records.stored).containsExactly(of("ann", 1), of("ann", 1));
    }

    @Test
    void leavesThePlatformOut() {
        calls.count("", STATS, Optional.empty());
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void putsClientsTogetherThatItHasNoRoomFor() {
        for (String name : List.of("ann", "ben", "cid", "dan", "eve", "ann")) {
            count(name);
        }
        assertThat(calls.take()).containsExactlyInAnyOrder(of("ann", 2), of("ben", 1), of("cid", 1), of("others", 2));
    }

    @Test
    void makesRoomForOthersWhenClientsStayAway() {
        for (String name : List.of("ann", "ben", "cid")) {
            count(name);
        }
        assertThat(calls.take()).hasSize(3);
        assertThat(calls.take()).isEmpty();
        count("dan");
        assertThat(calls.take()).containsExactly(of("dan", 1));
    }

    @Test
    void keepsWhatCannotBeStored() {
        count("ann");
        records.away = true;
        batches.store();
        count("ann");
        records.away = false;
        batches.store();
        assertThat(records.stored).containsExactly(of("ann", 2));
    }

    @Test
    void storesTheLastOnesWhenItEnds() {
        count("ann");
        batches.close();
        assertThat(records.stored).containsExactly(of("ann", 1));
    }

    @Test
    void bearsWithADatabaseThatIsAwayWhenItTidies() {
        records.away = true;
        batches.tidy();
        records.away = false;
        batches.tidy();
        assertThat(records.tidied).isEqualTo(1);
    }

    private void count(String name) {
        calls.count("links", STATS, Optional.of(new Identity(name, name, Set.of(), Optional.empty())));
    }

    private static CallRecords.Calls of(String client, long count) {
        return new CallRecords.Calls("links", "GET", "/{code}/stats", client, count);
    }

    /** Keeps what it is given. */
    private static final class Records implements CallRecords {
        final List<CallRecords.Calls> stored = new ArrayList<>();
        boolean away;
        int tidied;

        @Override
        public void add(List<CallRecords.Calls> given) {
            check();
            stored.addAll(given);
        }

        @Override
        public void forgetOld() {
            check();
            tidied++;
        }

        @Override
        public List<CallRecords.Calls> of(ToolName tool) {
            return stored;
        }

        private void check() {
            if (away) {
                throw StoreException.unavailable(new IllegalStateException());
            }
        }
    }
}
