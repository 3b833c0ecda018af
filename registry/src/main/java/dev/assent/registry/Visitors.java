package dev.assent.registry;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may ask the registry: programs of this machine, and no page that somebody has open in a
/// browser here. A page sends its origin, or comes under a name of its own that leads to the
/// loopback address, or cannot send JSON without being asked first.
final class Visitors {
  private static final Pattern HERE =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> WITH_A_BODY = Set.of("POST", "PUT");
  private static final Set<String> JSON =
      Set.of(
          "application/json",
          "application/vnd.schemaregistry.v1+json",
          "application/vnd.schemaregistry+json");

  private Visitors() {}

  /// @throws RegistryRefusedException for anybody else
  static void check(String method, Headers headers) {
    String host = headers.getFirst("Host");
    if (host == null || !HERE.matcher(host).matches()) {
      throw RegistryRefusedException.notForPages(
          "expected the host 127.0.0.1 or localhost, but the request names another");
    }
    if (headers.containsKey("Origin")) {
      throw RegistryRefusedException.notForPages(
          "expected a program, but the request comes from a page in a browser");
    }
    if (WITH_A_BODY.contains(method) && !JSON.contains(type(headers.getFirst("Content-Type")))) {
      throw RegistryRefusedException.otherContent();
    }
  }

  private static String type(@org.jspecify.annotations.Nullable String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
