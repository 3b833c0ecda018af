package dev.assent.wire.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request to the registry and its answer, tried again on another node or a little later when
/// the transport or the registry fails.
final class RegistryHttp {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int ANSWER_BYTES_MAX = 16_777_216;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final List<String> bases;
  private final Optional<String> authorization;
  private final Duration timeout;
  private final int attempts;
  private final Duration backOff;

  /// @param urls one or more base addresses of the same registry, separated by commas
  /// @param userInfo `user:password`; empty means what the first address carries, if anything
  RegistryHttp(
      String urls, Optional<String> userInfo, Duration timeout, int attempts, Duration backOff) {
    List<URI> uris = Arrays.stream(urls.split(",")).map(String::strip).map(URI::create).toList();
    this.bases = uris.stream().map(RegistryHttp::base).toList();
    this.authorization =
        userInfo
            .or(() -> Optional.ofNullable(uris.getFirst().getUserInfo()))
            .map(info -> info.getBytes(StandardCharsets.UTF_8))
            .map(info -> "Basic " + Base64.getEncoder().encodeToString(info));
    this.timeout = timeout;
    this.attempts = attempts;
    this.backOff = backOff;
  }

  private RegistryHttp(RegistryHttp other, Duration timeout) {
    this.bases = other.bases;
    this.authorization = other.authorization;
    this.timeout = timeout;
    this.attempts = 1;
    this.backOff = other.backOff;
  }

  /// The same registry, asked once and not for long.
  RegistryHttp quick(Duration timeout) {
    return new RegistryHttp(this, timeout);
  }

  private static String base(URI uri) {
    String scheme = uri.getScheme();
    if (scheme == null || uri.getHost() == null || !scheme.matches("https?")) {
      throw new IllegalArgumentException(
          "expected a registry's address like http://host:8081, but got '"
              + uri.toString().replaceAll("//.*@", "//")
              + "'");
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return scheme + "://" + uri.getHost() + port + uri.getRawPath().replaceAll("/+$", "");
  }

  /// @param body the request's JSON; null for none
  /// @throws RegistryException when the registry refuses
  /// @throws RegistryUnavailableException when no sensible answer comes
  JsonNode call(String method, String path, @Nullable JsonNode body) {
    String cause = "";
    @Nullable Throwable thrown = null;
    for (int attempt = 0; attempt < attempts; attempt++) {
      String base = bases.get(attempt % bases.size());
      try {
        pauseBefore(attempt);
        HttpResponse<byte[]> answer = send(request(method, base + path, body));
        int status = answer.statusCode();
        if (status / 100 == 2) {
          return read(answer.body(), base);
        }
        if (status < 500 && status != 429) {
          throw refused(method, path, status, answer.body());
        }
        cause = base + " answered " + status;
      } catch (IOException e) {
        cause = base + " failed: " + e;
        thrown = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailableException("interrupted while asking " + base, e);
      }
    }
    throw new RegistryUnavailableException(
        "expected the schema registry to answer "
            + method
            + " "
            + path
            + ", but "
            + cause
            + " at attempt "
            + attempts,
        thrown);
  }

  private void pauseBefore(int attempt) throws InterruptedException {
    if (attempt > 0) {
      long wait = backOff.toMillis() << (attempt - 1);
      Thread.sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }
  }

  private HttpRequest request(String method, String url, @Nullable JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Accept", CONTENT_TYPE)
            .header("Content-Type", CONTENT_TYPE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.build();
  }

  /// A request's own timeout ends with the answer's head; this one covers the body too.
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        HTTP.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private static JsonNode read(byte[] body, String base) throws IOException {
    if (body.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("expected JSON from " + base + ", but got something else", e);
    }
  }

  private static RegistryException refused(String method, String path, int status, byte[] body) {
    int code = status;
    String message = "";
    try {
      JsonNode error = MAPPER.readTree(body);
      code = error.path("error_code").asInt(status);
      message = error.path("message").asText("");
    } catch (IOException e) {
      message = "no JSON in the answer";
    }
    return new RegistryException(
        "expected the schema registry to accept "
            + method
            + " "
            + path
            + ", but it answered "
            + status
            + " (code "
            + code
            + "): "
            + message,
        status,
        code);
  }
}
