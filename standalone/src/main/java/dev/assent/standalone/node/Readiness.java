package dev.assent.standalone.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Waits until services say of themselves that they are ready.
final class Readiness {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private Readiness() {}

  /// @throws IllegalStateException when one of them is not ready in time
  static void await(List<URI> services, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
      for (URI service : services) {
        while (!ready(http, service)) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                "expected "
                    + service
                    + " to be ready within "
                    + within.toSeconds()
                    + " s, but it is not");
          }
          Thread.sleep(LOOK_EVERY);
        }
      }
    }
  }

  private static boolean ready(HttpClient http, URI service) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(service.resolve("/health/readiness"))
              .timeout(ANSWER_WITHIN)
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
