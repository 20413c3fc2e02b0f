package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.stacksy.route.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode.Setup()
                .trustedProxies("127.0.0.1,10.0.0.0/8,2001:db8::/32")
                .start()
                .complete();
        node.links.on("GET", "/echo", new Rule.Anyone(), PipelineTest::echo);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                        | 192.0.2.1",
                "198.51.100.7, 192.0.2.1          | 192.0.2.1",
                "192.0.2.1, 10.1.2.3              | 192.0.2.1",
                "192.0.2.1, 10.1.2.3, 10.255.0.1  | 192.0.2.1",
                "192.0.2.1:4711                   | 192.0.2.1",
                "10.1.2.3                         | 10.1.2.3",
                "2001:db9::1                      | 2001:db9:0:0:0:0:0:1",
                "[2001:db9::1]:4711, 2001:db8::5  | 2001:db9:0:0:0:0:0:1",
                "::ffff:192.0.2.1                 | 192.0.2.1",
            })
    void theFirstFromTheRightThatIsNotTrustedIsTheClient(String chain, String client) throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/echo", "X-Forwarded-For: " + chain))
                .contains("from=" + client + ";");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown             | 127.0.0.1",
                "evil.example.org    | 127.0.0.1",
                "192.0.2.1, _hidden  | 127.0.0.1",
                "192.0.2.1, unknown, 10.1.2.3 | 10.1.2.3",
                "192.0.2.256         | 127.0.0.1",
                "1.2                 | 127.0.0.1",
                ":::                 | 127.0.0.1",
                "'192.0.2.1, '       | 127.0.0.1",
            })
    void whatCannotBeReadEndsTheChain(String chain, String client) throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/echo", "X-Forwarded-For: " + chain))
                .contains("from=" + client + ";");
    }

    @Test
    void severalLinesAreOneChain() throws Exception {
        assertThat(Wire.get(
                        node.port(),
                        "/api/links/echo",
                        "X-Forwarded-For: 198.51.100.7",
                        "X-Forwarded-For: 192.0.2.1",
                        "X-Forwarded-For: 10.0.0.1"))
                .contains("from=192.0.2.1;");
    }

    @Test
    void theSchemeIsTheOneThatTheClientUsed() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/echo", "X-Forwarded-Proto: http, https"))
                .contains("requestURL=https://node/api/links/echo", "secure=true", "port=443");
        assertThat(Wire.get(node.port(), "/api/links/echo", "X-Forwarded-Proto: https, http"))
                .contains("requestURL=http://node/api/links/echo", "secure=false");
    }

    @Test
    void forwardedIsNotRead() throws Exception {
        assertThat(Wire.get(node.port(), "/api/links/echo", "Forwarded: for=192.0.2.1;proto=https"))
                .contains("from=127.0.0.1;", "secure=false");
    }

    @Test
    void nobodyIsTrustedUnlessSaidSo() throws Exception {
        try (TestNode careful = new TestNode().complete()) {
            careful.links.on("GET", "/echo", new Rule.Anyone(), PipelineTest::echo);
            assertThat(Wire.get(
                            careful.port(),
                            "/api/links/echo",
                            "X-Forwarded-For: 192.0.2.1",
                            "X-Forwarded-Proto: https"))
                    .contains("from=127.0.0.1;", "secure=false");
        }
    }
}
