package dev.skein.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientAddressTest {

    @Test
    void anIpv6NetworkIsOneAddress() {
        assertThat(ClientAddress.site("2001:db8:1:2::1")).isEqualTo(ClientAddress.site("[2001:db8:1:2:ffff::7]"));
        assertThat(ClientAddress.site("2001:db8:1:2::1")).isNotEqualTo(ClientAddress.site("2001:db8:1:3::1"));
        assertThat(ClientAddress.site("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.site("not:an:address")).isEqualTo("not:an:address");
        assertThat(ClientAddress.site("some.name")).isEqualTo("some.name");
    }
}
