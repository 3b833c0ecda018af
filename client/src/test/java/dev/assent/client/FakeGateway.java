package dev.assent.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A gateway that answers, and misbehaves, as it is told: one answer for each request, in order;
/// the last one again and again.
final class FakeGateway implements AutoCloseable {
  final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  record Request(String call, String body, String idempotencyKey, String apiKey) {}

  interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private FakeGateway(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static FakeGateway start(Answer... answers) throws IOException {
    return startOn(0, answers);
  }

  static FakeGateway startOn(int port, Answer... answers) throws IOException {
    FakeGateway gateway = new FakeGateway(port);
    gateway.answers.addAll(List.of(answers));
    return gateway;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
            body,
            String.valueOf(exchange.getRequestHeaders().getFirst("idempotency-key")),
            String.valueOf(exchange.getRequestHeaders().getFirst("x-api-key"))));
    try (exchange) {
      next().to(exchange);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Answer next() {
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  static Answer json(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Answer ok(String body) {
    return json(200, body);
  }

  static Answer refused(int status, String code, String details) {
    return json(
        status,
        """
        {"ok":false,"error":{"code":"%s","message":"expected A, but B","details":%s},"detail":"expected A, but B"}\
        """
            .formatted(code, details),
        "x-request-id",
        "request-1");
  }

  /// A whole stream, ended as it should be.
  static Answer stream(String... frames) {
    return exchange -> {
      exchange.getResponseHeaders().add("content-type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      for (String frame : frames) {
        exchange.getResponseBody().write(frame.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /// A body that promises more than comes: the connection breaks.
  static Answer cut(String text) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 100_000);
      exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /// Headers, and then nothing until the server is closed.
  static Answer silent() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(": open\n\n".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      new CountDownLatch(1).await();
    };
  }

  static String event(int seq, String type, String status) {
    return """
    id: %d
    event: %s
    data: {"intent_id":"i-1","seq":%d,"event_type":"%s","status":"%s","at":"2026-01-01T00:00:00Z","actor":"a"}

    """
        .formatted(seq, type, seq, type, status);
  }

  static String delivered(long seq, String id) {
    return """
    event: intent.delivered
    data: {"intent_id":"%s","seq":%d,"status":"DELIVERED","intent_type":"t.v1","payload":{"parent_payload":{"n":7}}}

    """
        .formatted(id, seq);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
