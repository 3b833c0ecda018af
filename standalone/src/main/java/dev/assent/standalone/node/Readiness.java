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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits until services say of themselves that they are ready.
final class Readiness {
  private static final Logger LOGGER = LoggerFactory.getLogger(Readiness.class);
  private static final Duration TOLD_EVERY = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
  private static final Pattern STANDING = Pattern.compile("[^\"]+ stands still at [^\"]+");

  private Readiness() {}

  /// @param operatorKey whom services tell what they lack
  /// @throws IllegalStateException when one of them is not ready in time
  static void await(List<URI> services, Optional<String> operatorKey, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build()) {
      for (URI service : services) {
        long told = System.nanoTime();
        while (!ready(http, service)) {
          if (System.nanoTime() - told > TOLD_EVERY.toNanos()) {
            told = System.nanoTime();
            LOGGER
                .atWarn()
                .addKeyValue("service", service)
                .addKeyValue("why", lacks(http, service, operatorKey))
                .log("A service is not ready yet");
          }
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                "expected "
                    + service
                    + " to be ready within "
                    + within.toSeconds()
                    + " s, but "
                    + lacks(http, service, operatorKey));
          }
          Thread.sleep(LOOK_EVERY);
        }
      }
    }
  }

  private static boolean ready(HttpClient http, URI service) throws InterruptedException {
    try {
      return http.send(request(service).build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /// The first partition that stands still, or how the service says it is.
  private static String lacks(HttpClient http, URI service, Optional<String> operatorKey)
      throws InterruptedException {
    HttpRequest.Builder request = request(service);
    operatorKey.ifPresent(key -> request.header("x-api-key", key));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      Matcher standing = STANDING.matcher(answer.body());
      return standing.find() ? standing.group() : "it says " + answer.statusCode();
    } catch (IOException e) {
      return "it does not answer";
    }
  }

  private static HttpRequest.Builder request(URI service) {
    return HttpRequest.newBuilder(service.resolve("/health/readiness")).timeout(ANSWER_WITHIN);
  }
}
