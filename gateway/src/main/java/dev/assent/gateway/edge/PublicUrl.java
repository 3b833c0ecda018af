package dev.assent.gateway.edge;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// Where people and programs find this gateway, for links in answers: what the operator says, else
/// the host that the caller has just reached it by.
@Singleton
public final class PublicUrl {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

  private final String configured;

  PublicUrl(@Value("${assent.gateway.public-url:}") String configured) {
    this.configured = configured.replaceAll("/+$", "");
  }

  /// @param path begins with `/`
  public String of(HttpRequest<?> request, String path) {
    if (!configured.isBlank()) {
      return configured + path;
    }
    String host =
        request
            .getHeaders()
            .findFirst(HttpHeaders.HOST)
            .filter(name -> HOST.matcher(name).matches())
            .orElseGet(() -> "127.0.0.1:" + request.getServerAddress().getPort());
    return "http://" + host + path;
  }
}
