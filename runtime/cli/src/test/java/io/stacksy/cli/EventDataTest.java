package io.stacksy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventDataTest {
    private static List<String> events(String stream) {
        EventStream.EventData event = new EventStream.EventData();
        return Stream.of(stream.split("\n", -1))
                .flatMap(line -> event.add(line).stream())
                .toList();
    }

    @Test
    void readsEachEventOnce() {
        assertThat(events("event: a\ndata: 1\n\ndata:2\n\n\n")).containsExactly("1", "2");
    }

    @Test
    void joinsTheLinesOfOneEvent() {
        assertThat(events("data: 1\ndata\ndata:  2\n\n")).containsExactly("1\n\n 2");
    }

    @Test
    void passesCommentsAndOtherFieldsOver() {
        assertThat(events(": data: 0\nid: 4\nretry: 10\ndatax: 1\n\n")).isEmpty();
    }

    @Test
    void dropsAnEventThatIsNotComplete() {
        assertThat(events("data: 1")).isEmpty();
    }
}
