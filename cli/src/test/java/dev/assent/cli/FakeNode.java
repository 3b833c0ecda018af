package dev.assent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.cli.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A node's doors with recorded answers. Several answers for one request are given in turn, the
/// last one for ever.
public final class FakeNode implements AutoCloseable {
  public record Asked(
      String method, String target, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }

    public JsonNode json() {
      try {
        return Json.parse(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// @param status 0: the connection is closed without an answer
  private record Answer(int status, String type, String body) {}

  private final HttpServer server;
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  public FakeNode() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// @param request method and path, without a query: `GET /v1/intents`
  public FakeNode answers(String request, int status, String json) {
    return add(request, new Answer(status, "application/json", json));
  }

  public FakeNode streams(String request, String frames) {
    return add(request, new Answer(200, "text/event-stream", frames));
  }

  public FakeNode breaksOff(String request) {
    return add(request, new Answer(0, "", ""));
  }

  public List<Asked> asked() {
    return asked;
  }

  public Asked last() {
    return asked.getLast();
  }

  private FakeNode add(String request, Answer answer) {
    answers
        .computeIfAbsent(request, _ -> new ConcurrentLinkedQueue<>(new ArrayDeque<>()))
        .add(answer);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            body));
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    Queue<Answer> queue = answers.getOrDefault(request, new ArrayDeque<>());
    Answer answer = queue.size() > 1 ? queue.remove() : queue.peek();
    if (answer == null) {
      answer = new Answer(404, "application/json", error("NOT_FOUND", "no " + request));
    }
    if (answer.status() > 0) {
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("content-type", answer.type());
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  public static String error(String code, String message) {
    return """
    {"ok":false,"error":{"code":"%s","message":"%s","details":{}},"detail":"%s"}\
    """
        .formatted(code, message, message);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
