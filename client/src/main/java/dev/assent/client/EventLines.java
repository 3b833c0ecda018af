package dev.assent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One open event stream. Lines wait in a bounded window until they are taken, so that a slow
/// reader slows the gateway down and a silent gateway is noticed.
final class EventLines implements Flow.Subscriber<String>, AutoCloseable {
  private static final int WINDOW = 64;

  /// Before the first line.
  private static final Arrived OPENED = new Arrived("", null, null);

  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile @Nullable CompletableFuture<?> exchange;
  private String name = "";
  private final StringBuilder data = new StringBuilder();

  /// A line; or the end, with what caused it.
  private record Arrived(
      @Nullable String line, @Nullable Throwable failure, @Nullable HttpResponse<String> refused) {}

  /// An answer that is no stream, in the gateway's words.
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient HttpResponse<String> response;

    private RefusedException(HttpResponse<String> response) {
      super("expected a stream, but the gateway answered " + response.statusCode());
      this.response = response;
    }

    HttpResponse<String> response() {
      return response;
    }
  }

  HttpResponse.BodyHandler<String> handler() {
    return info ->
        info.statusCode() == 200
            ? BodySubscribers.fromLineSubscriber(this, lines -> "", StandardCharsets.UTF_8, null)
            : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  void of(CompletableFuture<HttpResponse<String>> answer) {
    exchange = answer;
    CompletableFuture<?> unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                arrived.add(new Arrived(null, failure, null));
              } else if (response.statusCode() != 200) {
                arrived.add(new Arrived(null, null, response));
              }
            });
  }

  /// Waits until the gateway has said that this is a stream.
  ///
  /// @throws RefusedException when the answer was no stream
  /// @throws IOException when there was none in this time
  void open(Duration most) throws IOException, InterruptedException {
    Arrived first = take(most);
    if (!first.equals(OPENED)) {
      throw new IOException("expected a stream to begin with its head, but it did not");
    }
  }

  private Arrived take(Duration most) throws IOException, InterruptedException {
    Arrived next = arrived.poll(most.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new IOException("expected something within " + most + ", but nothing came");
    }
    if (next.refused() != null) {
      throw new RefusedException(next.refused());
    }
    if (next.failure() != null) {
      throw new IOException("the stream broke off", next.failure());
    }
    return next;
  }

  /// The next event, or empty at the end of the stream.
  ///
  /// @throws IOException when the connection broke, or was silent for too long
  Optional<JsonNode> next(Duration silenceMax) throws IOException, InterruptedException {
    while (true) {
      Arrived next = take(silenceMax);
      if (next.line() == null) {
        return Optional.empty();
      }
      Optional<JsonNode> event = accept(next.line());
      Flow.Subscription source = subscription;
      if (source != null) {
        source.request(1);
      }
      if (event.isPresent()) {
        return event;
      }
    }
  }

  /// Server-sent events: a frame ends with an empty line, one that is cut off is dropped. What is
  /// no event of an intent is left out.
  private Optional<JsonNode> accept(String line) {
    if (!line.isEmpty()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      if (field.equals("event")) {
        name = value;
      } else if (field.equals("data")) {
        data.append(data.isEmpty() ? "" : "\n").append(value);
      }
      return Optional.empty();
    }
    Optional<JsonNode> event =
        name.startsWith("intent.") ? Optional.of(Json.parse(data.toString())) : Optional.empty();
    name = "";
    data.setLength(0);
    return event.filter(JsonNode::isObject);
  }

  @Override
  public void onSubscribe(Flow.Subscription source) {
    subscription = source;
    arrived.add(OPENED);
    source.request(WINDOW);
  }

  @Override
  public void onNext(String line) {
    arrived.add(new Arrived(line, null, null));
  }

  @Override
  public void onError(Throwable failure) {
    arrived.add(new Arrived(null, failure, null));
  }

  @Override
  public void onComplete() {
    arrived.add(new Arrived(null, null, null));
  }

  /// Ends the connection, if it is still open.
  @Override
  public void close() {
    CompletableFuture<?> open = exchange;
    if (open != null) {
      open.cancel(true);
    }
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }
}
