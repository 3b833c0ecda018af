package dev.assent.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/// One door, seen with one key: plain HTTP and JSON, as any program in any language has it.
final class DemoClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final String DATA = "data:";

  /// How long the gateway holds a stream open in which nothing happens.
  private static final int STREAM_SECONDS = 30;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String key;

  DemoClient(String url, String key) {
    this.url = url;
    this.key = key;
  }

  JsonNode get(String path) throws InterruptedException {
    return answer(path, request(path).GET().build());
  }

  JsonNode post(String path, JsonNode body) throws InterruptedException {
    return answer(
        path,
        request(path)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  /// Follows an event stream over as many connections as it takes.
  ///
  /// @param more handed each event once; false ends it
  void follow(String path, Predicate<JsonNode> more) throws InterruptedException {
    long cursor = 0;
    while (true) {
      String from = path + "?since=" + cursor + "&wait_seconds=" + STREAM_SECONDS;
      try (BufferedReader lines = open(from)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (!line.startsWith(DATA)) {
            continue;
          }
          JsonNode event = JSON.readTree(line.substring(DATA.length()));
          long seq = event.path("seq").asLong();
          if (seq > cursor) {
            cursor = seq;
            if (!more.test(event)) {
              return;
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private BufferedReader open(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(
            request(path).header("accept", "text/event-stream").build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw refused(path, response.statusCode(), JSON.readTree(response.body()));
    }
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(ANSWER_WITHIN)
        .header("x-api-key", key);
  }

  private JsonNode answer(String path, HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() / 100 != 2) {
        throw refused(path, response.statusCode(), body);
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected JSON from " + path + ", but " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException refused(String path, int status, JsonNode body) {
    return new IllegalStateException(
        path + " answered " + status + ": " + body.path("detail").asText("without a reason"));
  }
}
