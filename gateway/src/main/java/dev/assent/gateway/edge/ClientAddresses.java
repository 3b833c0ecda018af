package dev.assent.gateway.edge;

import dev.assent.platform.http.ClientAddress;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which party a request comes from, for those limits that each party has of its own.
@Singleton
public final class ClientAddresses {
  private static final String FORWARDED = "X-Forwarded-For";

  private final Set<String> trusted;

  ClientAddresses(@Value("${assent.gateway.trusted-proxies:}") List<String> trusted) {
    this.trusted =
        trusted.stream()
            .map(String::strip)
            .filter(one -> !one.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  public String party(HttpRequest<?> request) {
    String connected =
        request.getRemoteAddress().getAddress() == null
            ? ""
            : request.getRemoteAddress().getAddress().getHostAddress();
    return ClientAddress.party(
        ClientAddress.of(connected, request.getHeaders().getAll(FORWARDED), trusted));
  }
}
