package dev.assent.notifier.post;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/// Gives the HTTP client only addresses that it may dial. There is no second look-up: what was
/// judged here is what is dialled, so a name cannot mean one address when it is judged and another
/// when it is used.
final class GuardedResolver implements DnsResolver {
  private final DnsResolver names;

  /// @param names what a name means
  GuardedResolver(DnsResolver names) {
    this.names = names;
  }

  GuardedResolver() {
    this(SystemDefaultDnsResolver.INSTANCE);
  }

  /// The name is known, and none of its addresses is public.
  static final class NotPublicException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    NotPublicException() {
      super("expected a public address, but the name has none");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = names.resolve(host);
    InetAddress[] allowed =
        Arrays.stream(all).filter(PublicAddresses::isPublic).toArray(InetAddress[]::new);
    if (all.length > 0 && allowed.length == 0) {
      throw new NotPublicException();
    }
    return allowed;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return names.resolveCanonicalHostname(host);
  }
}
