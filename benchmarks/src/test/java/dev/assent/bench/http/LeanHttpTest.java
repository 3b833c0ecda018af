package dev.assent.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeanHttpTest {
  private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private final LeanHttp http;

  LeanHttpTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    http = new LeanHttp(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret");
  }

  @BeforeEach
  void start() {
    server.createContext("/echo", this::echo);
    server.createContext("/stream", this::stream);
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  private void echo(HttpExchange exchange) throws IOException {
    clientPorts.add(exchange.getRemoteAddress().getPort());
    String key = exchange.getRequestHeaders().getFirst("x-api-key");
    byte[] body =
        (key + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stream(HttpExchange exchange) throws IOException {
    clientPorts.add(exchange.getRemoteAddress().getPort());
    exchange.sendResponseHeaders(200, 0); // chunks
    for (String part :
        new String[] {": open\n\nevent: a\nda", "ta: {\"x\":1}\n\nevent: b\ndata: {}\n\n"}) {
      exchange.getResponseBody().write(part.getBytes(StandardCharsets.US_ASCII));
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  @Test
  void requestsShareOneConnection() throws IOException {
    assertThat(http.post("/echo", "für 1", "key").body()).isEqualTo("secret für 1");
    assertThat(http.get("/echo").body()).isEqualTo("secret ");
    assertThat(clientPorts).hasSize(1);
  }

  @Test
  void aConnectionThatWasSilentForTooLongIsNotUsedAgain() throws IOException {
    URI door = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (LeanHttp forgetful = new LeanHttp(door, "secret", Duration.ZERO)) {
      forgetful.get("/echo");
      assertThat(forgetful.get("/echo").body()).isEqualTo("secret ");
    }
    assertThat(clientPorts).hasSize(2);
  }

  @Test
  void eventsAreReadAcrossChunksAndTheConnectionIsUsedAgain() throws IOException {
    try (EventStream stream = http.stream("/stream")) {
      assertThat(stream.next()).contains(new EventStream.Event("a", "{\"x\":1}"));
      assertThat(stream.next()).contains(new EventStream.Event("b", "{}"));
      assertThat(stream.next()).isEqualTo(Optional.empty());
    }
    http.get("/echo");
    assertThat(clientPorts).hasSize(1);
  }

  @Test
  void aRefusedStreamSaysSo() throws IOException {
    try (EventStream stream = http.stream("/nothing")) {
      assertThatIllegalStateException().isThrownBy(stream::next).withMessageContaining("404");
    }
  }

  @Test
  void onlyPlainHttpIsSpoken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeanHttp(URI.create("https://example.org"), "k"))
        .withMessageContaining("expected an http://");
  }
}
