package dev.assent.notifier.post;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Which addresses are on the public internet, after IANA's registries of special-purpose addresses
/// (RFC 6890): anything else is this machine, its network, or nobody.
final class PublicAddresses {
  private static final List<Range> NOT_PUBLIC_4 =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /// Of IPv6 only this is handed out to the public.
  private static final Range GLOBAL_UNICAST = range("2000::/3");

  /// Within it: protocols and tunnels that carry another address, and examples.
  private static final List<Range> NOT_PUBLIC_6 =
      ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /// Where a network without IPv4 puts IPv4 addresses (RFC 6052): judged by the one inside.
  private static final Range NAT64 = range("64:ff9b::/96");

  private PublicAddresses() {}

  /// An address and how many of its leading bits count.
  private record Range(InetAddress network, int bits) {
    boolean contains(byte[] address) {
      byte[] wanted = network.getAddress();
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % Byte.SIZE;
        if ((wanted[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return switch (address) {
      case Inet4Address _ -> isPublic4(bytes);
      case Inet6Address _ ->
          NAT64.contains(bytes)
              ? isPublic4(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length))
              : GLOBAL_UNICAST.contains(bytes)
                  && NOT_PUBLIC_6.stream().noneMatch(range -> range.contains(bytes));
      default -> false;
    };
  }

  private static boolean isPublic4(byte[] address) {
    return NOT_PUBLIC_4.stream().noneMatch(range -> range.contains(address));
  }

  private static List<Range> ranges(String... texts) {
    return Arrays.stream(texts).map(PublicAddresses::range).toList();
  }

  private static Range range(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress network = InetAddress.getByName(text.substring(0, slash));
      return new Range(network, Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("expected an address in numbers, but got " + text, e);
    }
  }
}
