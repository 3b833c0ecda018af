package dev.assent.client;

import static dev.assent.client.FakeGateway.cut;
import static dev.assent.client.FakeGateway.event;
import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static dev.assent.client.FakeGateway.silent;
import static dev.assent.client.FakeGateway.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitTest {
  private static final String ENDED =
      """
      {"ok":true,"intent":{"intent_id":"i-1","status":"COMPLETED","result":{"n":7}}}\
      """;
  private static final String NOTHING =
      "event: stream.timeout\ndata: {\"ok\":true,\"next_seq\":1}\n\n";

  record Counted(int n) {}

  @Test
  void theResultIsThereWhenTheIntentHasEnded() throws IOException {
    try (FakeGateway gateway =
            FakeGateway.start(
                stream(
                    ": open\n\n",
                    event(1, "intent.created", "CREATED"),
                    event(2, "intent.completed", "COMPLETED")),
                ok(ENDED));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      Intent result = client.waitFor("i-1");

      assertThat(result.completed()).isTrue();
      assertThat(result.resultAs(Counted.class)).isEqualTo(new Counted(7));
    }
  }

  @Test
  void afterAnyBreakItGoesOnBehindTheLastEventItSaw_andSeesEachOnce() throws IOException {
    try (FakeGateway gateway =
            FakeGateway.start(
                cut(event(1, "intent.created", "CREATED") + "id: 2\nevent: intent.del"),
                refused(503, "unavailable", "{}"),
                cut(""),
                stream(
                    event(1, "intent.created", "CREATED"), event(2, "intent.waiting", "WAITING")),
                stream(NOTHING),
                refused(429, "rate", "{}"),
                stream(event(3, "intent.failed", "FAILED")));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      List<Long> seen = new ArrayList<>();
      client.observe("i-1", 0, e -> seen.add(e.seq()));

      assertThat(seen).containsExactly(1L, 2L, 3L);
      assertThat(gateway.requests.stream().map(FakeGateway.Request::call))
          .first()
          .isEqualTo("GET /v1/intents/i-1/events/stream?since=0&wait_seconds=30");
      assertThat(gateway.requests.getLast().call()).contains("since=2");
    }
  }

  @Test
  void aGatewayThatIsRestartedIsWaitedFor_longerThanAnythingIsRepeated() throws Exception {
    FakeGateway first = FakeGateway.start(stream(event(1, "intent.created", "CREATED")), silent());
    try (AssentClient client =
        AssentClient.builder(first.url(), "k").retryFor(Duration.ofMillis(100)).build()) {
      CompletableFuture<Intent> waiting =
          CompletableFuture.supplyAsync(() -> client.waitFor("i-1"), Thread::startVirtualThread);
      await().until(() -> first.requests.size() == 2);
      first.close();
      // Away for longer than the client repeats anything else.
      await().pollDelay(Duration.ofMillis(600)).until(() -> !waiting.isDone());

      try (FakeGateway again =
          FakeGateway.startOn(
              first.port(), stream(event(2, "intent.completed", "COMPLETED")), ok(ENDED))) {
        assertThat(waiting).succeedsWithin(20, TimeUnit.SECONDS);
        assertThat(again.requests.getFirst().call()).contains("since=1");
      }
    }
  }

  @Test
  void whoListensToTheStreamIsToldOfEachAbsenceOnce() throws IOException {
    List<String> told = new ArrayList<>();
    StreamListener listener =
        new StreamListener() {
          @Override
          public void opened() {
            told.add("opened");
          }

          @Override
          public void lost(AssentException why) {
            told.add("lost " + why.status());
          }

          @Override
          public void restored() {
            told.add("restored");
          }
        };
    try (FakeGateway gateway =
            FakeGateway.start(
                cut(event(1, "intent.created", "CREATED")),
                refused(503, "unavailable", "{}"),
                refused(503, "unavailable", "{}"),
                stream(event(2, "intent.failed", "FAILED")));
        AssentClient client =
            AssentClient.builder(gateway.url(), "k").streamListener(listener).build()) {
      IntentEvent end = client.observe("i-1", 0, event -> told.add(event.type()));

      assertThat(told)
          .containsExactly("opened", "intent.created", "lost 0", "restored", "intent.failed");
      assertThat(end.status()).isEqualTo(IntentStatus.FAILED);
    }
  }

  @Test
  void aGatewayThatWasNeverThereIsNotWaitedForForEver() throws IOException {
    int nobody;
    try (FakeGateway gateway = FakeGateway.start(ok("{}"))) {
      nobody = gateway.port();
    }
    try (AssentClient client =
        AssentClient.builder("http://127.0.0.1:" + nobody, "k")
            .retryFor(Duration.ofMillis(300))
            .build()) {
      assertThatExceptionOfType(AssentException.Unavailable.class)
          .isThrownBy(() -> client.waitFor("i-1"));
    }
  }

  @Test
  void anIntentThatIsNotThereEndsTheWait() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(refused(404, "unknown_intent", "{}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThatExceptionOfType(AssentException.NotFound.class)
          .isThrownBy(() -> client.waitFor("i-1"))
          .satisfies(e -> assertThat(e.code()).isEqualTo("unknown_intent"));
    }
  }

  @Test
  void aWaitWithALimitEndsInTime_evenOnASilentStream() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(silent());
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThatExceptionOfType(AssentException.StillRunning.class)
          .isThrownBy(() -> client.waitFor("i-1", Duration.ofMillis(300)));
    }
  }

  @Test
  void closingEndsAWaitOnAnotherThread() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(silent())) {
      AssentClient client = AssentClient.connect(gateway.url(), "k");
      CompletableFuture<Intent> waiting =
          CompletableFuture.supplyAsync(() -> client.waitFor("i-1"), Thread::startVirtualThread);
      await().until(() -> gateway.requests.size() == 1);

      client.close();

      assertThat(waiting)
          .failsWithin(10, TimeUnit.SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(AssentException.Stopped.class);
    }
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() throws Exception {
    try (FakeGateway gateway = FakeGateway.start(silent());
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      AtomicReference<Exception> thrown = new AtomicReference<>();
      AtomicBoolean flag = new AtomicBoolean();
      Thread waiting =
          Thread.startVirtualThread(
              () -> {
                try {
                  client.waitFor("i-1");
                } catch (AssentException.Stopped e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      await().until(() -> gateway.requests.size() == 1);
      waiting.interrupt();
      waiting.join();

      assertThat(thrown.get()).isInstanceOf(AssentException.Stopped.class);
      assertThat(flag).isTrue();
    }
  }
}
