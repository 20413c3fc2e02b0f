package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {
    private TestNode node;

    @BeforeEach
    void start() {
        node = new TestNode().complete();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void isOpenOnThisMachine() throws Exception {
        assertThat(Wire.get(node.port(), "/metrics"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: text/plain", "stacksy_http_in_flight", "jetty_threads");
    }

    @Test
    void isNotOpenToWhatAProxyForwards() throws Exception {
        assertThat(Wire.get(node.port(), "/metrics", "X-Forwarded-For: 192.0.2.1"))
                .startsWith("HTTP/1.1 401");
        assertThat(Wire.get(node.port(), "/metrics", "Forwarded: for=192.0.2.1", "Authorization: Bearer good"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void speaksOpenMetricsToWhoAsksForIt() throws Exception {
        assertThat(Wire.get(node.port(), "/metrics", "Accept: application/openmetrics-text;version=1.0.0"))
                .contains("Content-Type: application/openmetrics-text", "# EOF");
    }

    @Test
    void knowsWhichAddressesAreOfThisMachine() {
        assertThat(Loopback.isLoopback("127.0.0.1")).isTrue();
        assertThat(Loopback.isLoopback("[0:0:0:0:0:0:0:1]")).isTrue();
        assertThat(Loopback.isLoopback("::1")).isTrue();
        assertThat(Loopback.isLoopback("192.0.2.1")).isFalse();
        assertThat(Loopback.isLoopback("127.evil.example")).isFalse();
    }
}
