package dev.assent.notifier.post;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Somebody's server: it keeps what it gets and answers as it is told.
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Got> got = new ArrayList<>();
  private volatile Answer answer = exchange -> exchange.sendResponseHeaders(200, -1);

  /// What came with one request.
  public record Got(String path, String body, Optional<String> signature, String contentType) {}

  /// How a request is answered.
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      synchronized (got) {
        got.add(
            new Got(
                exchange.getRequestURI().getPath(),
                body,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(Signature.HEADER)),
                exchange.getRequestHeaders().getFirst("Content-Type")));
      }
      answer.to(exchange);
    }
  }

  public void answers(Answer with) {
    answer = with;
  }

  public void answers(int status) {
    answers(exchange -> exchange.sendResponseHeaders(status, -1));
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  int port() {
    return server.getAddress().getPort();
  }

  public List<Got> got() {
    synchronized (got) {
      return List.copyOf(got);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
