package dev.assent.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table of methods and paths. A segment in braces matches any text and is handed on by its name.
final class Routes {
  private final List<Route> routes = new ArrayList<>();

  /// Answers one request; what it returns becomes JSON.
  @FunctionalInterface
  interface Handler {
    Object answer(Call call);
  }

  private record Route(String method, List<String> template, Handler handler) {}

  /// A handler with the values of the path's braces.
  record Match(Handler handler, Map<String, String> values) {}

  Routes on(String method, String template, Handler handler) {
    routes.add(new Route(method, List.of(template.split("/", -1)), handler));
    return this;
  }

  /// @param rawPath still percent-encoded, so that a subject may hold a slash
  Match match(String method, String rawPath) {
    List<String> path = segments(rawPath);
    boolean otherMethod = false;
    for (Route route : routes) {
      Optional<Map<String, String>> values = values(route.template(), path);
      if (values.isPresent() && route.method().equals(method)) {
        return new Match(route.handler(), values.get());
      }
      otherMethod |= values.isPresent();
    }
    throw otherMethod
        ? new RegistryRefusedException(405, 405, "HTTP 405 Method Not Allowed")
        : new RegistryRefusedException(404, 404, "HTTP 404 Not Found");
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      segments.add(decode(segment));
    }
    return segments;
  }

  /// Percent-decoding of a path, where a plus is a plus.
  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RegistryRefusedException.badRequest(
          "expected a percent-encoded path: " + e.getMessage());
    }
  }

  private static Optional<Map<String, String>> values(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        values.put(expected.substring(1, expected.length() - 1), path.get(i));
      } else if (!expected.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
