package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// A request for any route of a server, for those that have no method of their own here; see
/// [ServiceClient#request]. Immutable: each `with…` makes a changed copy.
///
/// Reads are repeated when no answer comes. So are writes, under an idempotency key that is made
/// here, once; [#once] is for routes that know no such key.
///
/// ```java
/// JsonNode keys = client.request(Request.get("/v1/keys"));
/// client.request(Request.of("DELETE", Request.path("v1", "keys", id)).once());
/// ```
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> parameters;
  private final Optional<JsonNode> body;
  private final Optional<String> idempotencyKey;
  private final boolean repeated;

  private Request(
      String method,
      String path,
      Map<String, String> parameters,
      Optional<JsonNode> body,
      Optional<String> idempotencyKey,
      boolean repeated) {
    this.method = method;
    this.path = path;
    this.parameters = parameters;
    this.body = body;
    this.idempotencyKey = idempotencyKey;
    this.repeated = repeated;
  }

  /// A read.
  ///
  /// @param path with its first slash; parts of it that others wrote go through [#path]
  /// @return a request
  public static Request get(String path) {
    return new Request("GET", path, Map.of(), Optional.empty(), Optional.empty(), true);
  }

  /// A write without a body.
  ///
  /// @param method for example `DELETE`
  /// @param path with its first slash
  /// @return a request
  public static Request of(String method, String path) {
    return new Request(method, path, Map.of(), Optional.empty(), newKey(), true);
  }

  /// A write.
  ///
  /// @param method for example `POST`
  /// @param path with its first slash
  /// @param body a map, or any object that Jackson writes as a JSON object
  /// @return a request
  public static Request of(String method, String path, Object body) {
    JsonNode json = Json.objectOf("the body", body);
    return new Request(method, path, Map.of(), Optional.of(json), newKey(), true);
  }

  /// The commonest write.
  ///
  /// @param path with its first slash
  /// @param body a map, or any object that Jackson writes as a JSON object
  /// @return a request
  public static Request post(String path, Object body) {
    return of("POST", path, body);
  }

  /// A path of segments, each percent-encoded.
  ///
  /// @param segments for example `v1`, `keys` and a key's id
  /// @return the path, with its first slash
  public static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return path.toString();
  }

  private static Optional<String> newKey() {
    return Optional.of(UUID.randomUUID().toString());
  }

  /// With a parameter in the query.
  ///
  /// @param parameter its name
  /// @param value its text
  /// @return a copy
  public Request with(String parameter, Object value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(parameter, value.toString());
    return new Request(method, path, more, body, idempotencyKey, repeated);
  }

  /// With an idempotency key of your own.
  ///
  /// @param key at most 255 characters
  /// @return a copy
  public Request withIdempotencyKey(String key) {
    return new Request(method, path, parameters, body, Optional.of(key), true);
  }

  /// To be sent once, without an idempotency key. When no answer comes, whether it was done is not
  /// known.
  ///
  /// @return a copy
  public Request once() {
    return new Request(method, path, parameters, body, Optional.empty(), false);
  }

  String method() {
    return method;
  }

  Optional<JsonNode> body() {
    return body;
  }

  Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  boolean repeated() {
    return repeated;
  }

  boolean writes() {
    return !method.equals("GET");
  }

  /// Path and query.
  String target() {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  /// One segment of a path, or a parameter, percent-encoded.
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Without the body and the parameters, which may be secret.
  @Override
  public String toString() {
    return "Request[" + method + " " + path + "]";
  }
}
