package dev.assent.platform.settings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line of the log with which a healthy start ends: the service itself was asked whether it is
/// ready, by the door that everybody asks.
public final class ReadyLine {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReadyLine.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final int READY = 200;

  private ReadyLine() {}

  /// Returns at once.
  ///
  /// @return done when the line is written
  public static CompletableFuture<Void> write(String service, URI place) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    Thread.ofVirtual().name("ready-line").start(() -> await(service, place, written));
    return written;
  }

  private static void await(String service, URI place, CompletableFuture<Void> written) {
    HttpRequest request =
        HttpRequest.newBuilder(place.resolve("/health/readiness")).timeout(ANSWER_WITHIN).build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
      while (!ready(http, request)) {
        Thread.sleep(LOOK_EVERY);
      }
      LOGGER.info("Ready on {} as {}", place, service);
      written.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      written.completeExceptionally(e);
    }
  }

  private static boolean ready(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == READY;
    } catch (IOException _) {
      return false;
    }
  }
}
