package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.service.sse.Streams;
import dev.assent.testing.http.RawConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that open a stream and read nothing of it.
class StuckReadersTest {
  private static final int READERS = 20;

  /// More than any socket buffers.
  private static final int DELIVERIES = 300;

  private static final int PAYLOAD_BYTES = 30_000;

  /// What a stream sends in one go, and one event more.
  private static final long BYTES_HELD_MAX = 100_000;

  private TestGateway gateway;
  private final List<RawConnection> readers = new ArrayList<>();

  @BeforeEach
  void start() {
    gateway = TestGateway.inMemory(Map.of("micronaut.server.idle-timeout", "5s"));
  }

  @AfterEach
  void stop() throws IOException {
    for (RawConnection reader : readers) {
      reader.close();
    }
    gateway.close();
  }

  private String submit(String agent, String text) {
    return gateway
        .initiator()
        .post(
            "/v1/intents",
            "{\"intent_type\":\"i.v1\",\"to_agent\":\""
                + agent
                + "\",\"payload\":{\"t\":\""
                + text
                + "\"}}")
        .json()
        .get("intent_id")
        .asText();
  }

  @Test
  void whoReadsNothingIsHeldLittleForAndClosedAndOthersReadOn() throws IOException {
    String last = "";
    for (int i = 0; i < DELIVERIES; i++) {
      last = submit("worker", "x".repeat(PAYLOAD_BYTES));
    }
    String path = "/v1/agents/worker/intents/stream?since=0&wait_seconds=1";
    for (int i = 0; i < READERS; i++) {
      RawConnection reader = new RawConnection(gateway.anonymous().base());
      readers.add(reader);
      reader.head(
          "GET " + path + " HTTP/1.1",
          "host: x",
          "x-api-key: " + gateway.agent().headers().get("x-api-key"),
          "");
    }
    OpenConnections connections = gateway.bean(OpenConnections.class);
    await().until(() -> gateway.bean(Streams.class).count() == READERS);
    await().until(() -> connections.stuck() == READERS);

    assertThat(gateway.agent().get(path).text())
        .contains(last)
        .hasSizeGreaterThan(DELIVERIES * PAYLOAD_BYTES);
    assertThat(connections.bytesPendingMax()).isLessThan(BYTES_HELD_MAX);

    await().atMost(Duration.ofSeconds(30)).until(() -> gateway.bean(Streams.class).count() == 0);
    await().atMost(Duration.ofSeconds(30)).until(() -> connections.stuck() == 0);
    for (RawConnection reader : readers) {
      assertThat(reader.rest()).as("what was on its way, and no end").startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aStreamBeyondTheBoundIsToldSoAndTheOthersStay() throws IOException {
    gateway.close();
    gateway = TestGateway.inMemory(Map.of("assent.gateway.streams-max", 4));
    String id = submit("worker", "");
    String path = "/v1/intents/" + id + "/events/stream?since=3";
    Http other = gateway.agent();
    var first = List.of(gateway.initiator().getLater(path), gateway.initiator().getLater(path));
    await().until(() -> gateway.bean(Streams.class).count() == 2);

    Http.Answer third = gateway.initiator().get(path);
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.json().at("/error/code").asText()).isEqualTo("too_many_streams");
    assertThat(third.json().get("detail").asText()).contains("at most 2 open event streams with");
    assertThat(third.raw().headers().firstValue("Retry-After")).contains("1");

    var others = List.of(other.getLater(path), other.getLater(path));
    await().until(() -> gateway.bean(Streams.class).count() == 4);
    Http.Answer fifth = gateway.approver().get(path);
    assertThat(fifth.status()).isEqualTo(503);
    assertThat(fifth.json().at("/error/code").asText()).isEqualTo("too_many_streams");

    assertThat(
            gateway
                .agent()
                .post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}")
                .status())
        .isEqualTo(200);
    for (var stream : List.of(first.get(0), first.get(1), others.get(0), others.get(1))) {
      assertThat(stream.join().body()).contains("intent.completed");
    }
    await().until(() -> gateway.bean(Streams.class).count() == 0);
    assertThat(gateway.initiator().get(path + "&wait_seconds=1").status()).isEqualTo(200);
  }
}
