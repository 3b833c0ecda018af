package dev.assent.approval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/// A caller of the API on the loopback.
public record Http(int port) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /// What came back.
  public record Answer(int status, String body, HttpHeaders headers) {
    public Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    public JsonNode json() {
      return CanonicalJson.parse(body);
    }

    public String code() {
      return json().path("error").path("code").asText();
    }

    public String detail() {
      return json().path("detail").asText();
    }
  }

  public Answer get(String path, String key) {
    return send(request(path).header("x-api-key", key).GET());
  }

  /// @param headers name, value, name, value
  public Answer post(String path, String body, String key, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("x-api-key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new IllegalStateException("expected an answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("expected an answer", e);
    }
  }
}
