package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Requests and their repetition. Everything may be repeated: reads change nothing, and each write
/// carries an idempotency key that stays the same.
final class Transport implements AutoCloseable {
  /// A request that broke the gateway's own code most likely does so again.
  private static final int ATTEMPTS_AT_500 = 3;

  private final Settings settings;
  private final HttpClient http;
  private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

  Transport(Settings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.connectWithin())
            .build();
  }

  Settings settings() {
    return settings;
  }

  JsonNode get(String path, Deadline giveUp) {
    return repeated(request(path).GET().build(), Optional.empty(), giveUp);
  }

  JsonNode post(String path, ObjectNode body, String idempotencyKey, Deadline giveUp) {
    HttpRequest request =
        request(path)
            .header("content-type", "application/json")
            .header("idempotency-key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build();
    return repeated(request, Optional.of(idempotencyKey), giveUp);
  }

  /// Opens a stream; what the gateway says first, tells whether it is one.
  EventLines stream(String path) {
    EventLines lines = new EventLines();
    HttpRequest request = request(path).header("accept", "text/event-stream").GET().build();
    lines.of(sent(request, lines.handler()));
    return lines;
  }

  /// One segment of a path, or a parameter, percent-encoded.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(settings.base() + path))
        .header("x-api-key", settings.apiKey())
        .header("user-agent", "assent-java");
  }

  private JsonNode repeated(HttpRequest request, Optional<String> key, Deadline giveUp) {
    Backoff backoff = new Backoff();
    for (int attempt = 1; ; attempt++) {
      AssentException failure;
      Optional<Duration> askedFor = Optional.empty();
      try {
        HttpResponse<String> response = exchange(request);
        JsonNode body = Json.parse(response.body());
        if (response.statusCode() / 100 == 2 && body.isObject()) {
          return body;
        }
        failure = Refusals.of(response, key);
        if (!passing(response.statusCode(), attempt)) {
          throw failure;
        }
        askedFor = Refusals.retryAfter(response.headers());
      } catch (IOException e) {
        failure = noAnswer(e, key);
      }
      Duration pause = backoff.next();
      if (askedFor.isPresent() && askedFor.get().compareTo(pause) > 0) {
        pause = askedFor.get();
      }
      if (pause.compareTo(giveUp.left()) >= 0) {
        throw failure;
      }
      pause(pause);
    }
  }

  private static boolean passing(int status, int attempt) {
    return switch (status) {
      case 429, 502, 503, 504 -> true;
      case 501 -> false;
      default -> (status >= 500 || status / 100 == 2) && attempt < ATTEMPTS_AT_500;
    };
  }

  private AssentException noAnswer(IOException e, Optional<String> key) {
    String message =
        "expected an answer from "
            + settings.base()
            + ", but none came"
            + key.map(
                    k ->
                        "; whether it was done is not known: repeated with the idempotency key "
                            + k
                            + " it is done at most once")
                .orElse("");
    return new AssentException.Unavailable(
        AssentException.Refusal.local("no_answer", message), key, e);
  }

  private HttpResponse<String> exchange(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer = sent(request, BodyHandlers.ofString());
    try {
      return answer.get(settings.answerWithin().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("expected an answer within " + settings.answerWithin(), e);
    } catch (ExecutionException e) {
      throw new IOException("the connection broke", e.getCause());
    } catch (CancellationException e) {
      throw closedException(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    }
  }

  private <T> CompletableFuture<HttpResponse<T>> sent(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    Runnable cancel = () -> answer.cancel(true);
    cancels.add(cancel);
    CompletableFuture<?> unused =
        answer.whenComplete((response, failure) -> cancels.remove(cancel));
    if (isClosed()) { // also when that happened between the two lines above
      answer.cancel(true);
      throw closedException(null);
    }
    return answer;
  }

  /// Ends early, with an exception, when the client is closed.
  void pause(Duration duration) {
    try {
      if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
        throw closedException(null);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  static AssentException.Stopped interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssentException.Stopped("the thread was interrupted", e);
  }

  private static AssentException.Stopped closedException(@Nullable Throwable cause) {
    return new AssentException.Stopped("the client is closed", cause);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    cancels.forEach(Runnable::run);
  }
}
