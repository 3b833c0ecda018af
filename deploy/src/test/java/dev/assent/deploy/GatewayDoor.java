package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A gateway with one key, over plain HTTP.
record GatewayDoor(HttpClient http, String url, String key) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static GatewayDoor of(ServiceProcess gateway, String key) {
    return new GatewayDoor(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), gateway.url(), key);
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return answer(request(path).build());
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return answer(request(path).POST(BodyPublishers.ofString(body)).build());
  }

  /// Reads one stream until an event is wanted or the stream ends, however it ends.
  ///
  /// @return the events read, in order
  List<JsonNode> stream(String path, Predicate<JsonNode> last) {
    List<JsonNode> events = new ArrayList<>();
    try {
      HttpResponse<InputStream> response =
          http.send(request(path).build(), BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("data: {") && line.contains("\"seq\"")) {
            JsonNode event = JSON.readTree(line.substring("data: ".length()));
            events.add(event);
            if (last.test(event)) {
              return events;
            }
          }
        }
      }
    } catch (IOException _) {
      return events; // the gateway is gone
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return events;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(Duration.ofSeconds(60))
        .header("x-api-key", key);
  }

  private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
