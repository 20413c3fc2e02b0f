package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void isNotReadyBeforeAllIsThere() throws Exception {
        assertThat(Wire.get(node.port(), "/health/ready"))
                .startsWith("HTTP/1.1 503")
                .contains("{\"status\":\"down\",\"checks\":[{\"name\":\"database\",\"status\":\"down\"}");
        assertThat(node.announced).isEmpty();
    }

    @Test
    void saysOnceThatTheNodeIsReady() throws Exception {
        node.complete();
        assertThat(node.announced.poll(10, TimeUnit.SECONDS)).isEqualTo(node.port());
        assertThat(Wire.get(node.port(), "/health/ready"))
                .startsWith("HTTP/1.1 200")
                .contains("\"status\":\"up\"");
        node.platform.removeRecovery(Map.of());
        assertThat(Wire.get(node.port(), "/health/ready")).startsWith("HTTP/1.1 503");
        node.platform.addRecovery(Map.of());
        assertThat(node.announced).isEmpty();
    }

    @Test
    void isNotReadyWhileTheDatabaseIsAwayButAlive() throws Exception {
        node.database.away = true;
        node.complete();
        assertThat(Wire.get(node.port(), "/health/ready")).startsWith("HTTP/1.1 503");
        assertThat(Wire.get(node.port(), "/health/live")).startsWith("HTTP/1.1 200");
    }

    @Test
    void isNotReadyWhileDraining() throws Exception {
        node.complete();
        node.announced.poll(10, TimeUnit.SECONDS);
        node.inFlight.drain();
        assertThat(Wire.get(node.port(), "/health/ready"))
                .startsWith("HTTP/1.1 503")
                .contains("Connection: close");
    }

    @Test
    void detailsAreForOperators() throws Exception {
        assertThat(Wire.get(node.port(), "/health")).contains("threads").doesNotContain("detail");
        assertThat(Wire.get(node.port(), "/health", "Authorization: Bearer good"))
                .contains("\"detail\":\"not all back in service yet\"");
    }
}
