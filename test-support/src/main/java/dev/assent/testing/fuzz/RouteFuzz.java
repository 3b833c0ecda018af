package dev.assent.testing.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hostile requests over every route of a door, one after the other. A door answers each of them,
/// and never with a fault of its own: no 5xx but 503.
///
/// @param keys of callers of all kinds
/// @param ids what stands for the variables of paths: some that exist
/// @param bodies right ones, to be spoilt
public record RouteFuzz(
    URI base,
    List<Route> routes,
    List<String> keys,
    List<String> ids,
    List<String> bodies,
    Hostile hostile) {
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json; charset=utf-16",
          "application/json; charset=nonsense",
          "text/plain",
          "multipart/form-data; boundary=x",
          "*",
          "");

  /// A route of a door.
  ///
  /// @param path its template
  public record Route(String method, String path) {}

  /// What came of it.
  ///
  /// @param statuses how many answers had which
  /// @param faults what should not have come, each with what was sent
  public record Found(Map<Integer, Integer> statuses, List<String> faults) {}

  public Found run(int requests) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      for (int i = 0; i < requests; i++) {
        Sent sent = next(i);
        try {
          HttpResponse<String> answer =
              client.send(sent.request(), BodyHandlers.ofString(StandardCharsets.UTF_8));
          statuses.merge(answer.statusCode(), 1, Integer::sum);
          if (answer.statusCode() >= 500 && answer.statusCode() != 503) {
            faults.add(sent + " was answered " + answer.statusCode() + " " + cut(answer.body()));
          }
        } catch (IOException e) {
          // an answer that came while the request was still being sent may be lost with it
          statuses.merge(0, 1, Integer::sum);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Found(statuses, faults);
  }

  private record Sent(int number, HttpRequest request, String body) {
    @Override
    public String toString() {
      return "request "
          + number
          + ", "
          + request.method()
          + " "
          + request.uri()
          + " "
          + request.headers().map()
          + " "
          + cut(body);
    }
  }

  private static String cut(String text) {
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }

  private Sent next(int number) {
    Route route = hostile.oneOf(routes);
    if (route.path().endsWith("/stream") && !hostile.once(10)) {
      route = hostile.oneOf(routes); // they take a second each
    }
    String method =
        hostile.once(20) ? hostile.oneOf(List.of("GET", "POST", "PUT", "DELETE")) : route.method();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path(route))).timeout(Duration.ofSeconds(60));
    String body = method.equals("GET") || method.equals("HEAD") ? "" : body();
    headers(request);
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (hostile.once(8)) {
        String coding = hostile.oneOf(List.of("gzip", "deflate", "br", "identity"));
        request.setHeader("content-encoding", coding);
        bytes = hostile.packed(bytes, coding);
      }
      request.method(method, BodyPublishers.ofByteArray(bytes));
    }
    return new Sent(number, request.build(), body);
  }

  private String body() {
    return hostile.once(15) ? "" : hostile.json(hostile.oneOf(bodies));
  }

  private String path(Route route) {
    Matcher variables = VARIABLE.matcher(route.path());
    String path =
        variables.replaceAll(
            _ ->
                Matcher.quoteReplacement(
                    hostile.once(3) ? encoded(hostile.text()) : hostile.oneOf(ids)));
    StringBuilder query = new StringBuilder("?wait_seconds=1");
    for (String name : List.of("limit", "since", "status", "cursor", "owner_agent")) {
      if (hostile.once(6)) {
        query.append('&').append(name).append('=').append(encoded(hostile.text()));
      }
    }
    return path + query;
  }

  private static String encoded(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.length() <= 2_000 ? encoded : encoded.substring(0, 1_800).replaceAll("%.?$", "");
  }

  private void headers(HttpRequest.Builder request) {
    if (!hostile.once(10)) {
      request.setHeader("x-api-key", hostile.oneOf(keys));
    }
    if (hostile.once(10)) {
      request.setHeader("authorization", "Bearer " + hostile.oneOf(keys));
    }
    if (hostile.once(4)) {
      request.setHeader("idempotency-key", "k" + hostile.below(20));
    }
    request.setHeader("content-type", hostile.once(3) ? hostile.oneOf(TYPES) : "application/json");
  }
}
