package dev.assent.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final Set<String> PROXIES = Set.of("10.0.0.1", "10.0.0.2");

  @Test
  void whoIsNoProxyIsNotBelieved() {
    assertThat(ClientAddress.of("192.0.2.9", List.of("198.51.100.1"), PROXIES))
        .isEqualTo("192.0.2.9");
    assertThat(ClientAddress.of("10.0.0.1", List.of("198.51.100.1"), Set.of()))
        .isEqualTo("10.0.0.1");
  }

  @Test
  void theNearestAddressThatIsNoProxyCounts() {
    assertThat(ClientAddress.of("10.0.0.1", List.of("1.1.1.1, 198.51.100.1", "10.0.0.2"), PROXIES))
        .as("what stands further away may be a lie")
        .isEqualTo("198.51.100.1");
    assertThat(ClientAddress.of("10.0.0.1", List.of(), PROXIES)).isEqualTo("10.0.0.1");
    assertThat(ClientAddress.of("10.0.0.1", List.of(" , "), PROXIES)).isEqualTo("10.0.0.1");
  }

  @Test
  void aCustomersAddressesOfIpv6AreOneParty() {
    assertThat(ClientAddress.party("2001:db8:1:2:aaaa::1"))
        .isEqualTo(ClientAddress.party("2001:db8:1:2:bbbb::2"))
        .isNotEqualTo(ClientAddress.party("2001:db8:1:3:aaaa::1"));
    assertThat(ClientAddress.party("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(ClientAddress.party("no:address")).isEqualTo("no:address");
  }
}
