package dev.assent.client;

import static dev.assent.client.FakeGateway.cut;
import static dev.assent.client.FakeGateway.json;
import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final String CREATED = "{\"ok\":true,\"intent_id\":\"i-1\"}";
  private static final NewIntent INTENT = NewIntent.of("t.v1", "worker", Map.of("n", 1));

  private static AssentClient client(FakeGateway gateway) {
    return AssentClient.builder(gateway.url(), "secret")
        .retryFor(Duration.ofSeconds(5))
        .answerWithin(Duration.ofSeconds(2))
        .build();
  }

  @Test
  void aWriteThatGotNoAnswerIsSentAgainUnderTheSameKey() throws IOException {
    try (FakeGateway gateway =
            FakeGateway.start(cut("{"), refused(503, "busy", "{}"), cut(""), ok(CREATED));
        AssentClient client = client(gateway)) {
      assertThat(client.send(INTENT)).isEqualTo("i-1");

      assertThat(gateway.requests).hasSize(4);
      assertThat(gateway.requests)
          .allSatisfy(
              request -> {
                assertThat(request.idempotencyKey()).isEqualTo(INTENT.idempotencyKey());
                assertThat(request.apiKey()).isEqualTo("secret");
                assertThat(request.body()).isEqualTo(gateway.requests.getFirst().body());
              });
    }
  }

  @Test
  void theCallersOwnKeyIsTheOneThatIsSent() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(ok(CREATED));
        AssentClient client = client(gateway)) {
      client.send(INTENT.withIdempotencyKey("order-7"));

      assertThat(gateway.requests.getFirst().idempotencyKey()).isEqualTo("order-7");
    }
  }

  @Test
  void retryAfterIsHonoured_inSecondsAndAsADate() throws IOException {
    String soon =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(3).atOffset(ZoneOffset.UTC));
    try (FakeGateway gateway =
            FakeGateway.start(
                json(429, "{}", "retry-after", "1"),
                json(503, "{}", "retry-after", soon),
                ok(CREATED));
        AssentClient client = client(gateway)) {
      long before = System.nanoTime();
      client.send(INTENT);

      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(1500));
      assertThat(gateway.requests).hasSize(3);
    }
  }

  @Test
  void aRetryAfterBeyondTheClientsPatienceIsTheCallersBusinessAtOnce() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(json(429, "{}", "retry-after", "3600"));
        AssentClient client = client(gateway)) {
      assertThatExceptionOfType(AssentException.RateLimited.class)
          .isThrownBy(() -> client.send(INTENT))
          .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
      assertThat(gateway.requests).hasSize(1);
    }
  }

  @Test
  void whoGivesUpSaysUnderWhichKeyToGoOn() throws IOException {
    int nobody;
    try (FakeGateway gateway = FakeGateway.start(ok("{}"))) {
      nobody = gateway.port();
    }
    try (AssentClient client =
        AssentClient.builder("http://127.0.0.1:" + nobody, "k")
            .retryFor(Duration.ofMillis(500))
            .build()) {
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.send(INTENT))
          .withMessageContaining(INTENT.idempotencyKey())
          .satisfies(e -> assertThat(e.idempotencyKey()).contains(INTENT.idempotencyKey()))
          .satisfies(e -> assertThat(e.status()).isZero());
    }
  }

  @Test
  void aSlowAnswerIsGivenUpAndAskedForAgain() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(FakeGateway.silent(), ok(CREATED));
        AssentClient client = client(gateway)) {
      assertThat(client.send(INTENT)).isEqualTo("i-1");
      assertThat(gateway.requests).hasSize(2);
    }
  }

  @Test
  void aFailureOfTheGatewaysOwnIsTriedThreeTimes_whatIsNotServedOnce() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(refused(500, "internal", "{}"));
        AssentClient client = client(gateway)) {
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.send(INTENT))
          .satisfies(e -> assertThat(e.code()).isEqualTo("internal"))
          .satisfies(e -> assertThat(e.status()).isEqualTo(500));
      assertThat(gateway.requests).hasSize(3);
    }
    try (FakeGateway gateway = FakeGateway.start(refused(501, "not_served", "{}"));
        AssentClient client = client(gateway)) {
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.send(INTENT));
      assertThat(gateway.requests).hasSize(1);
    }
  }

  @Test
  void anAnswerThatIsNoJsonIsNotTakenForOne() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(ok("<html>"), ok(CREATED));
        AssentClient client = client(gateway)) {
      assertThat(client.send(INTENT)).isEqualTo("i-1");
    }
  }
}
