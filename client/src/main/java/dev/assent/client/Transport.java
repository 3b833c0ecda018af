package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

/// Requests and their repetition. Reads change nothing, and each write that is repeated carries an
/// idempotency key that stays the same.
final class Transport implements AutoCloseable {
  /// A request that broke the server's own code most likely does so again.
  private static final int ATTEMPTS_AT_500 = 3;

  private final Settings settings;
  private final Set<Runnable> cancels = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable HttpClient http;
  private volatile boolean everAnswered;

  Transport(Settings settings) {
    this.settings = settings;
  }

  Settings settings() {
    return settings;
  }

  JsonNode call(Request asked, Deadline giveUp) {
    Backoff backoff = new Backoff();
    Deadline nobody = Deadline.after(settings.connectFor()).or(giveUp);
    boolean reached = false;
    for (int attempt = 1; ; attempt++) {
      try {
        return once(asked);
      } catch (AssentException.RateLimited | AssentException.Unavailable e) {
        reached |= e instanceof AssentException.Unavailable away && away.reached();
        Duration pause = longer(backoff.next(), e.retryAfter());
        Deadline until = nobodyIsThere(e) ? nobody : giveUp;
        if (!asked.repeated()
            || !passing(e.status(), attempt)
            || pause.compareTo(until.left()) >= 0) {
          throw reached ? asReached(e, asked) : e;
        }
        pause(pause);
      }
    }
  }

  /// The last attempt alone does not say whether it was done.
  private AssentException asReached(AssentException last, Request asked) {
    return last instanceof AssentException.Unavailable away && !away.reached()
        ? noAnswer("an answer", asked, true, away)
        : last;
  }

  private JsonNode once(Request asked) {
    HttpResponse<String> response =
        exchange(asked, request(asked).header("x-api-key", key()), settings.answerWithin());
    JsonNode body = Json.parse(response.body());
    if (response.statusCode() / 100 == 2 && body.isObject()) {
      return body;
    }
    throw Refusals.of(response, settings.address(), asked);
  }

  /// One attempt, without the key; any status is an answer.
  HttpResponse<String> probe(String path) {
    Request asked = Request.get(path).once();
    return exchange(asked, request(asked), settings.connectWithin());
  }

  /// Opens a stream; what the gateway says first, tells whether it is one.
  EventLines stream(Request asked) {
    EventLines lines = new EventLines();
    HttpRequest request =
        request(asked).header("x-api-key", key()).header("accept", "text/event-stream").build();
    lines.of(sent(request, lines.handler()));
    return lines;
  }

  /// A server that has never answered, at whose place nobody listens.
  boolean nobodyIsThere(AssentException e) {
    return !everAnswered && e instanceof AssentException.Unavailable away && !away.reached();
  }

  void answered() {
    everAnswered = true;
  }

  /// That no answer came.
  ///
  /// @param what was expected, for the message
  AssentException.Unavailable noAnswer(String what, Request asked, Throwable cause) {
    return noAnswer(what, asked, !refusedToConnect(cause), cause);
  }

  private AssentException.Unavailable noAnswer(
      String what, Request asked, boolean reached, Throwable cause) {
    String address = settings.address();
    String message =
        "expected "
            + what
            + " from "
            + address
            + (reached ? ", but none came" + unknown(asked) : ", but nobody listens there");
    return new AssentException.Unavailable(
        AssentException.Refusal.local("no_answer", message), address, asked, reached, cause);
  }

  private static String unknown(Request asked) {
    return asked
        .idempotencyKey()
        .map(
            key ->
                "; whether it was done is not known: repeated with the idempotency key "
                    + key
                    + " it is done at most once")
        .orElse(
            asked.writes() ? "; whether it was done is not known: look before you repeat it" : "");
  }

  private static boolean refusedToConnect(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private String key() {
    return settings.apiKey().get().strip();
  }

  private HttpRequest.Builder request(Request asked) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(settings.address() + asked.target()))
            .header("user-agent", settings.userAgent());
    if (asked.writes()) { // of a read Java 17 would say that its body is empty
      request.method(asked.method(), body(asked));
    }
    if (asked.body().isPresent()) {
      request.header("content-type", "application/json");
    }
    asked.idempotencyKey().ifPresent(key -> request.header("idempotency-key", key));
    return request;
  }

  private static BodyPublisher body(Request asked) {
    return asked
        .body()
        .map(body -> BodyPublishers.ofString(Json.write(body)))
        .orElseGet(BodyPublishers::noBody);
  }

  private static boolean passing(int status, int attempt) {
    return switch (status) {
      case 0, 429, 502, 503, 504 -> true;
      case 501 -> false;
      default -> (status >= 500 || status / 100 == 2) && attempt < ATTEMPTS_AT_500;
    };
  }

  static Duration longer(Duration pause, Optional<Duration> askedFor) {
    return askedFor.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  private HttpResponse<String> exchange(
      Request asked, HttpRequest.Builder request, Duration within) {
    CompletableFuture<HttpResponse<String>> answer = sent(request.build(), BodyHandlers.ofString());
    try {
      HttpResponse<String> response = answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
      answered();
      return response;
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw noAnswer("an answer within " + within.toSeconds() + " s", asked, e);
    } catch (ExecutionException e) {
      throw noAnswer("an answer", asked, e);
    } catch (CancellationException e) {
      throw closedException(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    }
  }

  private <T> CompletableFuture<HttpResponse<T>> sent(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    CompletableFuture<HttpResponse<T>> answer = http().sendAsync(request, handler);
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

  /// Made when it is needed: it starts a thread.
  private synchronized HttpClient http() {
    HttpClient made = http;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(settings.connectWithin())
              .build();
      http = made;
    }
    return made;
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
