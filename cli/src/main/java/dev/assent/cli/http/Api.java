package dev.assent.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One HTTP door of a node. An answer that is not a success becomes a [Failure] with the node's own
/// words.
///
/// Reads, and writes with an idempotency key, are tried again when no answer came: neither can be
/// done twice.
public final class Api {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// A door gives up waiting for its result well before this.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private static final String IS_IT_UP =
      "Is the node up? 'assent up' starts it, 'assent doctor' looks what is wrong.";

  /// What every door answers at once.
  private static final int PAGE_MAX = 200;

  private static final String NEXT = "next_cursor";

  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final String name;
  private final Supplier<URI> base;
  private final Supplier<String> key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /// @param name what it is called in messages
  /// @param base looked up for each request: a node that was started again may have moved
  public Api(String name, Supplier<URI> base, Supplier<String> key) {
    this.name = name;
    this.base = base;
    this.key = key;
  }

  public JsonNode get(String path, Map<String, String> query) {
    return read(() -> request(path, query).GET().build(), Optional.empty());
  }

  public JsonNode get(String path) {
    return get(path, Map.of());
  }

  /// A list, read on until it ends or is long enough.
  ///
  /// @param name the list's field
  /// @param limit how many are enough; 0 is all there are
  /// @return the first answer with all that was read; with `next_cursor` where there is more
  public JsonNode list(String path, Map<String, String> query, String name, int limit) {
    int most = limit == 0 ? Integer.MAX_VALUE : limit;
    Map<String, String> asked = new LinkedHashMap<>(query);
    asked.put("limit", String.valueOf(Math.min(most, PAGE_MAX)));
    JsonNode answer = get(path, asked);
    if (!(answer.path(name) instanceof ArrayNode rows)) {
      return answer;
    }
    JsonNode cursor = answer.path(NEXT);
    while (rows.size() < most && cursor.isTextual()) {
      asked.put("limit", String.valueOf(Math.min(most - rows.size(), PAGE_MAX)));
      asked.put("cursor", cursor.textValue());
      JsonNode next = get(path, asked);
      next.path(name).forEach(rows::add);
      cursor = next.path(NEXT);
    }
    ObjectNode whole = (ObjectNode) answer;
    whole.remove(NEXT);
    return cursor.isTextual() ? whole.set(NEXT, cursor) : whole;
  }

  /// For what does not know idempotency keys: tried once.
  public JsonNode postOnce(String path, JsonNode body) {
    return answer(send(post(path, body).build()));
  }

  /// Tried once.
  public JsonNode delete(String path) {
    return answer(send(request(path, Map.of()).DELETE().build()));
  }

  /// Repeated, it sets the same again.
  public JsonNode patch(String path, JsonNode body) {
    return read(
        () ->
            request(path, Map.of())
                .header("content-type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build(),
        Optional.empty());
  }

  public JsonNode post(String path, JsonNode body, String idempotencyKey) {
    return read(
        () -> post(path, body).header("idempotency-key", idempotencyKey).build(),
        Optional.of(idempotencyKey));
  }

  private HttpRequest.Builder post(String path, JsonNode body) {
    return request(path, Map.of())
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)));
  }

  /// One try, without a key; any status is an answer.
  public HttpResponse<String> probe(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + path)).timeout(CONNECT_MAX).GET().build();
    return exchange(request, BodyHandlers.ofString());
  }

  /// The same, with the key.
  public HttpResponse<String> probeWithKey(String path) throws IOException {
    return exchange(
        request(path, Map.of()).timeout(CONNECT_MAX).GET().build(), BodyHandlers.ofString());
  }

  public String address() {
    return base.get().toString().replaceAll("/+$", "");
  }

  /// Opens an event stream. The caller closes it.
  public InputStream stream(String path, Map<String, String> query) throws IOException {
    HttpRequest request = request(path, query).header("accept", "text/event-stream").GET().build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw refusal(response.statusCode(), document(text));
    }
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(
            URI.create(address() + path + (parameters.isEmpty() ? "" : "?" + parameters)))
        .timeout(ANSWER_MAX)
        .header("x-api-key", key.get())
        .header("user-agent", "assent-cli");
  }

  /// One segment of a path, or a parameter, percent-encoded.
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode read(Supplier<HttpRequest> request, Optional<String> idempotencyKey) {
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> response = exchange(request.get(), BodyHandlers.ofString());
        if (attempt == ATTEMPTS || !passing(response.statusCode())) {
          return answer(response);
        }
      } catch (IOException e) {
        if (attempt == ATTEMPTS || refusedToConnect(e)) {
          throw idempotencyKey
              .map(
                  key ->
                      unreachable(
                          e,
                          "Whether it was done is not known; repeated with the idempotency key "
                              + key
                              + " it is done at most once."))
              .orElseGet(() -> unreachable(e));
        }
      }
      pause();
    }
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return exchange(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw unreachable(e, "Whether it was done is not known: look before you repeat it.");
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted.", e);
    }
  }

  private JsonNode answer(HttpResponse<String> response) {
    JsonNode body = document(response.body());
    if (response.statusCode() / 100 == 2 && body.isObject()) {
      return body;
    }
    throw refusal(response.statusCode(), body);
  }

  private Failure refusal(int status, JsonNode body) {
    String message =
        message(body).orElse("the " + name + " answered " + status + " without a reason");
    return switch (status) {
      case 401 ->
          Failure.answered(
              ExitCode.REFUSED,
              message + ". The key was not accepted: see 'assent env', or pass ASSENT_API_KEY.",
              body);
      case 404 -> Failure.answered(ExitCode.NOT_FOUND, message + ".", body);
      case 429, 502, 503, 504 ->
          Failure.answered(
              ExitCode.UNREACHABLE, message + ". Try again; 'assent doctor' looks why.", body);
      default ->
          status >= 400 && status < 500
              ? Failure.answered(ExitCode.REFUSED, message + ".", body)
              : Failure.answered(
                  ExitCode.FAILED,
                  "The "
                      + name
                      + " at "
                      + base.get()
                      + " answered "
                      + status
                      + ": "
                      + message
                      + ".",
                  body);
    };
  }

  /// AXP's error bodies: `error.message`, or a string in `detail`, `error` or `message`.
  private static Optional<String> message(JsonNode body) {
    for (JsonNode words :
        new JsonNode[] {
          body.path("error").path("message"),
          body.path("detail"),
          body.path("error"),
          body.path("message")
        }) {
      if (words.isTextual() && !words.textValue().isBlank()) {
        return Optional.of(Text.line(words.textValue()).replaceAll("\\.$", ""));
      }
    }
    return Optional.empty();
  }

  private static JsonNode document(String body) {
    try {
      return Json.parse(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /// For what changes nothing.
  public Failure unreachable(IOException e) {
    return unreachable(e, IS_IT_UP);
  }

  private Failure unreachable(IOException e, String brokeOff) {
    String what =
        refusedToConnect(e)
            ? " does not answer. " + IS_IT_UP
            : " broke off without an answer. " + brokeOff;
    return new Failure(ExitCode.UNREACHABLE, "The " + name + " at " + address() + what, e);
  }

  private static boolean refusedToConnect(IOException e) {
    return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
  }

  private static boolean passing(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  public static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "Interrupted.", e);
    }
  }
}
