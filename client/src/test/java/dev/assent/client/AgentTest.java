package dev.assent.client;

import static dev.assent.client.FakeGateway.cut;
import static dev.assent.client.FakeGateway.delivered;
import static dev.assent.client.FakeGateway.ok;
import static dev.assent.client.FakeGateway.refused;
import static dev.assent.client.FakeGateway.silent;
import static dev.assent.client.FakeGateway.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AgentTest {
  private static final FakeGateway.Answer TAKEN = ok("{\"ok\":true,\"applied\":true}");

  private static List<String> reports(FakeGateway gateway) {
    return gateway.requests.stream()
        .filter(request -> request.call().startsWith("POST"))
        .map(FakeGateway.Request::body)
        .toList();
  }

  /// Runs the agent until the gateway has seen so many requests.
  private static void listen(FakeGateway gateway, int requests, StepHandler handler)
      throws InterruptedException {
    AssentClient client = AssentClient.connect(gateway.url(), "k");
    Thread agent = Thread.startVirtualThread(() -> client.listen("agent://o/w/checker", handler));
    await().until(() -> gateway.requests.size() >= requests);
    client.close();
    agent.join();
  }

  @Test
  void aStepIsDoneAndItsResultReported() throws Exception {
    try (FakeGateway gateway = FakeGateway.start(stream(delivered(5, "s-1")), TAKEN, silent())) {
      listen(gateway, 3, step -> Map.of("doubled", 2 * step.request().path("n").asInt()));

      assertThat(gateway.requests.get(0).call())
          .isEqualTo("GET /v1/agents/o%2Fw%2Fchecker/intents/stream?since=0&wait_seconds=30");
      assertThat(gateway.requests.get(1).call())
          .startsWith("POST /v1/intents/s-1/resume?owner_agent=");
      assertThat(reports(gateway)).containsExactly("{\"doubled\":14,\"action\":\"complete\"}");
      assertThat(gateway.requests.get(2).call()).contains("since=5&");
    }
  }

  @Test
  void aStepThatCannotBeDoneFailsWithItsReason() throws Exception {
    try (FakeGateway gateway = FakeGateway.start(stream(delivered(5, "s-1")), TAKEN, silent())) {
      listen(
          gateway,
          3,
          step -> {
            throw new StepFailedException("no such host");
          });

      assertThat(reports(gateway))
          .containsExactly("{\"action\":\"fail\",\"reason\":\"no such host\"}");
    }
  }

  @Test
  void ofAnyOtherFailureOnlyTheTypeIsTold() throws Exception {
    try (FakeGateway gateway = FakeGateway.start(stream(delivered(5, "s-1")), TAKEN, silent())) {
      listen(
          gateway,
          3,
          step -> {
            throw new IllegalStateException("password=hunter2");
          });

      assertThat(reports(gateway).getFirst())
          .contains("IllegalStateException")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void aReportIsSentUnderOneKeyUntilItIsTaken() throws Exception {
    try (FakeGateway gateway =
        FakeGateway.start(
            stream(delivered(5, "s-1")), refused(503, "busy", "{}"), cut(""), TAKEN, silent())) {
      listen(gateway, 5, step -> Map.of());

      assertThat(gateway.requests.subList(1, 4).stream().map(FakeGateway.Request::idempotencyKey))
          .hasSize(3)
          .containsOnly(gateway.requests.get(1).idempotencyKey());
    }
  }

  @Test
  void aReportThatComesTooLateDoesNotEndTheAgent() throws Exception {
    try (FakeGateway gateway =
        FakeGateway.start(
            stream(delivered(5, "s-1"), delivered(6, "s-2")),
            refused(409, "step_over", "{}"),
            TAKEN,
            silent())) {
      listen(gateway, 4, step -> Map.of());

      assertThat(reports(gateway)).hasSize(2);
    }
  }

  @Test
  void whatIsUnderWayIsNotDoneTwiceWhenItIsHandedOutAgain() throws Exception {
    try (FakeGateway gateway =
            FakeGateway.start(stream(delivered(5, "s-1")), stream(delivered(9, "s-1")), silent());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      List<String> begun = new CopyOnWriteArrayList<>();
      Thread agent =
          Thread.startVirtualThread(
              () ->
                  client.listen(
                      "checker",
                      step -> {
                        begun.add(step.intentId());
                        new CountDownLatch(1).await();
                        return Map.of();
                      },
                      executor));
      await().until(() -> gateway.requests.size() == 3);

      assertThat(begun).containsExactly("s-1");
      client.close();
      agent.join();
      executor.shutdownNow();
    }
  }

  @Test
  void workThatIsTooLargeForTheStreamIsFetched() throws Exception {
    String event = "event: intent.delivered\ndata: {\"intent_id\":\"s-1\",\"seq\":5}\n\n";
    String intent =
        "{\"ok\":true,\"intent\":{\"intent_id\":\"s-1\",\"payload\":{\"parent_payload\":{\"n\":7}}}}";
    try (FakeGateway gateway = FakeGateway.start(stream(event), ok(intent), TAKEN, silent())) {
      listen(gateway, 4, step -> Map.of("doubled", 2 * step.request().path("n").asInt()));

      assertThat(gateway.requests.get(1).call()).isEqualTo("GET /v1/intents/s-1");
      assertThat(reports(gateway)).containsExactly("{\"doubled\":14,\"action\":\"complete\"}");
    }
  }

  @Test
  void workCanBeSeenAndReportedOnByHand() throws IOException {
    String event =
        """
        event: intent.delivered
        data: {"intent_id":"s-1","seq":5,"to_agent":"agent://o/w/checker","payload":{"n":7}}

        """;
    try (FakeGateway gateway =
            FakeGateway.start(stream(event + delivered(6, "s-2")), TAKEN, TAKEN);
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      List<Step> seen = new CopyOnWriteArrayList<>();
      client.steps(
          "checker",
          step -> {
            seen.add(step);
            return false;
          });
      client.complete(seen.get(0), Map.of("a", 1));
      client.fail("s-2", "no lock");

      assertThat(seen).hasSize(1);
      assertThat(gateway.requests.get(1).call())
          .isEqualTo("POST /v1/intents/s-1/resume?owner_agent=agent%3A%2F%2Fo%2Fw%2Fchecker");
      assertThat(gateway.requests.get(2).call()).isEqualTo("POST /v1/intents/s-2/resume");
    }
  }

  @Test
  void aKeyThatIsNotAcceptedEndsTheAgentWithAnError() throws IOException {
    try (FakeGateway gateway = FakeGateway.start(refused(401, "unauthorized", "{}"));
        AssentClient client = AssentClient.connect(gateway.url(), "k")) {
      assertThatExceptionOfType(AssentException.Authentication.class)
          .isThrownBy(() -> client.listen("checker", step -> Map.of()));
    }
  }
}
