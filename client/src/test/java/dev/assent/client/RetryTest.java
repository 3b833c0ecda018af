package dev.assent.client;

import static dev.assent.client.FakeGateway.cut;
import static dev.assent.client.FakeGateway.json;
import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
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
      assertThat(client.send(INTENT).id()).isEqualTo("i-1");

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
          .withMessage(
              "expected an answer from http://127.0.0.1:%d, but nobody listens there", nobody)
          .satisfies(e -> assertThat(e.idempotencyKey()).contains(INTENT.idempotencyKey()))
          .satisfies(e -> assertThat(e.mayBeDone()).isFalse())
          .satisfies(e -> assertThat(e.status()).isZero());
    }
  }

  @Test
  void whatMayBeDoneIsSaidWithTheKeyForARepeat_alsoWhenInTheEndNobodyListens() throws Exception {
    FakeGateway gateway = FakeGateway.start(cut("{"));
    try (AssentClient client =
        AssentClient.builder(gateway.url(), "k").retryFor(Duration.ofSeconds(2)).build()) {
      CompletableFuture<Submitted> sending =
          CompletableFuture.supplyAsync(() -> client.send(INTENT), Thread::startVirtualThread);
      await().until(() -> !gateway.requests.isEmpty());
      gateway.close();

      assertThat(sending)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              AssentException.Unavailable.class, e -> assertThat(e.mayBeDone()).isTrue())
          .withMessageContaining("is not known: repeated with the idempotency key")
          .withMessageContaining(INTENT.idempotencyKey());
    }
  }

  @Test
  void whereNobodyEverListenedIsSaidAtOnceIfOneWants() throws IOException {
    FakeGateway gateway = FakeGateway.start(ok(CREATED));
    try (AssentClient client =
        AssentClient.builder(gateway.url(), "k")
            .connectFor(Duration.ZERO)
            .retryFor(Duration.ofMillis(400))
            .build()) {
      gateway.close();
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.get("i-1"))
          .satisfies(e -> assertThat(e.reached()).isFalse());

      try (FakeGateway again = FakeGateway.startOn(gateway.port(), cut("{"), ok(CREATED))) {
        assertThat(client.send(INTENT).id()).isEqualTo("i-1");
        assertThat(again.requests).hasSize(2);
      }
    }
  }

  @Test
  void whatIsToBeSentOnceIsSentOnceWithoutAKey_andSaysThatItMayBeDone() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(cut("{"));
        AssentClient client = client(gateway)) {
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.request(Request.post("/v1/keys", Map.of("a", 1)).once()))
          .withMessageContaining("is not known: look before you repeat it")
          .satisfies(e -> assertThat(e.mayBeDone()).isTrue())
          .satisfies(e -> assertThat(e.idempotencyKey()).isEmpty());
      assertThat(gateway.requests).hasSize(1);
      assertThat(gateway.requests.getFirst().idempotencyKey()).isEqualTo("null");
    }
  }

  @Test
  void addressAndKeyAreLookedUpForEachRequest() throws IOException {
    try (FakeGateway first = FakeGateway.start(ok(CREATED));
        FakeGateway second = FakeGateway.start(ok(CREATED))) {
      AtomicReference<FakeGateway> at = new AtomicReference<>(first);
      try (AssentClient client =
          AssentClient.builder(() -> at.get().url() + "/", () -> "key-" + at.get().port())
              .build()) {
        client.send(INTENT);
        at.set(second);
        client.send(INTENT);
      }
      assertThat(first.requests).hasSize(1);
      assertThat(second.requests.getFirst().apiKey()).isEqualTo("key-" + second.port());
    }
  }

  @Test
  void aSlowAnswerIsGivenUpAndAskedForAgain() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(FakeGateway.silent(), ok(CREATED));
        AssentClient client = client(gateway)) {
      assertThat(client.send(INTENT).id()).isEqualTo("i-1");
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
      assertThat(client.send(INTENT).id()).isEqualTo("i-1");
    }
  }
}
