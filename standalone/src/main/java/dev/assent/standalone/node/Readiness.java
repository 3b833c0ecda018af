package dev.assent.standalone.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Waits until services say of themselves that they are ready.
final class Readiness {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Pattern STANDING = Pattern.compile("[^\"]+ stands still at [^\"]+");

  private Readiness() {}

  /// @throws IllegalStateException when one of them is not ready in time
  static void await(List<URI> services, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
      for (URI service : services) {
        for (String not = notReady(http, service); !not.isEmpty(); not = notReady(http, service)) {
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                "expected "
                    + service
                    + " to be ready within "
                    + within.toSeconds()
                    + " s, but "
                    + not);
          }
          Thread.sleep(LOOK_EVERY);
        }
      }
    }
  }

  /// What it lacks; empty when it is ready.
  private static String notReady(HttpClient http, URI service) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(service.resolve("/health/readiness"))
              .timeout(ANSWER_WITHIN)
              .build();
      HttpResponse<String> answer =
          http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return answer.statusCode() == 200 ? "" : lacks(answer);
    } catch (IOException e) {
      return "it does not answer";
    }
  }

  /// The first partition that stands still, or how the service says it is.
  private static String lacks(HttpResponse<String> answer) {
    Matcher standing = STANDING.matcher(answer.body());
    return standing.find() ? standing.group() : "it says " + answer.statusCode();
  }
}
