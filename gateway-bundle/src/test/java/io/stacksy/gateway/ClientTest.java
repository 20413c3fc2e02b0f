package io.stacksy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8:1:2::1",
                "2001:DB8:1:2:ffff:ffff:ffff:ffff",
                "[2001:db8:1:2::7]",
                "2001:db8:1:2::1%eth0"
            })
    void ofAnAddressOfIpv6TheFirstHalfCounts(String address) {
        assertThat(network(address)).isEqualTo("2001:db8:1:2:0:0:0:0/64");
    }

    @Test
    void theNextNetworkIsAnother() {
        assertThat(network("2001:db8:1:3::1")).isNotEqualTo(network("2001:db8:1:2::1"));
    }

    @Test
    void ofOtherAddressesAllCounts() {
        assertThat(network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(network("no:address")).isEqualTo("no:address");
        assertThat(network("::g")).isEqualTo("::g");
        assertThat(network("1:2")).isEqualTo("1:2");
    }

    private static String network(String address) {
        return new Client(address, false).network();
    }
}
