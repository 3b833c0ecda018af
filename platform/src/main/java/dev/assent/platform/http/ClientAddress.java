package dev.assent.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Where a request comes from when proxies may stand before the door.
public final class ClientAddress {
  private static final int HOPS_MAX = 32;
  private static final int IPV6_NETWORK_BYTES = 8;

  private ClientAddress() {}

  /// The nearest address that is not one of the trusted proxies. What stands further away may have
  /// been written by anybody.
  ///
  /// @param connected whom the connection is with
  /// @param forwarded the values of all headers `X-Forwarded-For`, in their order
  /// @param trusted the proxies' addresses
  public static String of(String connected, List<String> forwarded, Set<String> trusted) {
    List<String> hops =
        forwarded.stream().flatMap(value -> Arrays.stream(value.split(",", -1))).toList();
    String nearest = connected;
    int looked = 0;
    for (String hop : hops.reversed()) {
      if (!trusted.contains(nearest) || hop.isBlank() || ++looked > HOPS_MAX) {
        break;
      }
      nearest = hop.strip();
    }
    return nearest;
  }

  /// What one party has of its own: an address of IPv4, the network of an address of IPv6, which is
  /// what a single customer gets. What is no address stays what it is.
  public static String party(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), IPV6_NETWORK_BYTES))
          : address;
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
