package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.format.WireException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryClientTest {
  private static final Schema ORDER =
      SchemaBuilder.record("com.acme.Order").fields().requiredString("id").endRecord();
  private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

  private final MemoryRegistry registry = MemoryRegistry.start();

  @AfterEach
  void stop() {
    registry.close();
  }

  private static SchemaRegistryClient impatient(String urls) {
    return new SchemaRegistryClient(
        urls, Optional.empty(), Duration.ofMillis(500), 3, Duration.ofMillis(1));
  }

  @Test
  void aFailingRegistry_isAskedAgain() {
    registry.failNext(2);

    assertThat(impatient(registry.url()).register("s", ORDER)).isPositive();
    assertThat(registry.requests()).isEqualTo(3);
  }

  @Test
  void aRegistryThatGoesOnFailing_isUnavailable() {
    registry.failNext(100);

    assertThatThrownBy(() -> impatient(registry.url()).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("answered 503 at attempt 3");
    assertThat(registry.requests()).isEqualTo(3);
  }

  @Test
  void aDeadNode_isReplacedByTheNextAddress() {
    String urls = NOBODY_LISTENS + ", " + registry.url() + "/";

    assertThat(impatient(urls).register("s", ORDER)).isPositive();
  }

  @Test
  void aRegistryThatNeverAnswers_isUnavailable_withinTheTimeout() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HttpServer mute = server(never, new CopyOnWriteArrayList<>());
    try {
      assertThatThrownBy(() -> impatient(url(mute)).subjects())
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("no answer within");
    } finally {
      never.countDown();
      mute.stop(0);
    }
  }

  @Test
  void anUnknownId_isNotAskedForAgainAtOnce() {
    SchemaRegistryClient client = registry.client();

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> client.byId(77)).isInstanceOf(WireException.class);
    }

    assertThat(registry.requests()).isEqualTo(1);
  }

  @Test
  void whatIsKnown_isNotAskedForAgain() {
    SchemaRegistryClient client = registry.client();
    int id = client.register("s", ORDER);
    int before = registry.requests();

    assertThat(client.register("s", ORDER)).isEqualTo(id);
    assertThat(client.lookUp("s", ORDER)).contains(id);
    assertThat(client.byId(id)).isEqualTo(ORDER);
    assertThat(registry.requests()).isEqualTo(before);
  }

  @Test
  void userAndPassword_areSent_fromTheSettingOrTheAddress() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server = server(new CountDownLatch(0), seen);
    try {
      new SchemaRegistryClient(url(server), Optional.of("ann:secret")).subjects();
      new SchemaRegistryClient(url(server).replace("//", "//bob:word@"), Optional.empty())
          .subjects();
    } finally {
      server.stop(0);
    }

    assertThat(seen).containsExactly(basic("ann:secret"), basic("bob:word"));
  }

  @Test
  void aWrongAddress_isRefused_withoutShowingItsPassword() {
    assertThatThrownBy(() -> new SchemaRegistryClient("ftp://bob:word@host:1", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ftp://host:1")
        .hasMessageNotContaining("word");
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static HttpServer server(CountDownLatch answerAfter, List<String> authorizations)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            authorizations.add(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            answerAfter.await();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }
}
