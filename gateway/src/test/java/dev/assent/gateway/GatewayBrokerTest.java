package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.service.sse.Streams;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The gateway with a real broker and the real lifecycle-processor behind it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayBrokerTest {
  private BrokerNode node;

  @BeforeAll
  void start(@TempDir Path processorState) throws Exception {
    node = new BrokerNode(processorState);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void aScenarioWaitsForItsAgentAndItsPersonAcrossRestarts(
      @TempDir Path state, @TempDir Path emptyState) throws Exception {
    String root;
    String step;
    try (TestGateway gateway = node.gateway(state)) {
      CompletableFuture<HttpResponse<String>> agent =
          gateway
              .agent()
              .getLater("/v1/agents/infra-validator-demo/intents/stream?since=0&wait_seconds=60");
      awaitOpen(gateway, 1);
      root =
          gateway
              .initiator()
              .post("/v1/scenarios/apply", ScenarioApiTest.seed())
              .json()
              .get("intent_id")
              .asText();
      assertThat(agent).succeedsWithin(30, TimeUnit.SECONDS);
      step = agent.join().body().replaceAll("(?s).*\"intent_id\":\"([^\"]+)\".*", "$1");
      assertThat(status(gateway, step)).isEqualTo("DELIVERED");
    }
    try (TestGateway again = node.gateway(state)) {
      assertThat(
              again
                  .agent()
                  .get("/v1/agents/infra-validator-demo/intents/stream?wait_seconds=5")
                  .text())
          .contains(step);
      assertThat(
              again
                  .agent()
                  .post("/v1/intents/" + step + "/resume", "{\"action\":\"complete\"}")
                  .status())
          .isEqualTo(200);
      assertThat(tasks(again)).contains(root);
    }
    try (TestGateway rebuilt = node.gateway(emptyState)) {
      assertThat(tasks(rebuilt)).contains(root);
      CompletableFuture<HttpResponse<String>> caller =
          rebuilt
              .initiator()
              .getLater("/v1/intents/" + root + "/events/stream?since=0&wait_seconds=60");
      awaitOpen(rebuilt, 1);
      assertThat(
              rebuilt
                  .approver()
                  .post(
                      "/v1/intents/" + root + "/resume",
                      "{\"task_result\":{\"outcome\":\"approved\"}}")
                  .status())
          .isEqualTo(200);
      assertThat(tasks(rebuilt)).doesNotContain(root);
      assertThat(caller).succeedsWithin(30, TimeUnit.SECONDS);
      assertThat(caller.join().body()).contains("event: intent.completed");
      assertThat(seqs(rebuilt, root)).isEqualTo(List.of(1, 2, 3, 4, 5, 6, 7));
    }
  }

  /// Whoever got an answer sees what it was the answer to.
  @Test
  void everyReadSeesTheWritesBeforeIt(@TempDir Path state) throws Exception {
    try (TestGateway gateway = node.gateway(state);
        ExecutorService clients = Executors.newFixedThreadPool(8)) {
      List<Future<String>> ends = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        ends.add(clients.submit(() -> round(gateway)));
      }
      for (Future<String> end : ends) {
        assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo("COMPLETED");
      }
      assertThat(
              gateway
                  .initiator()
                  .get("/v1/intents?status=COMPLETED&limit=500")
                  .json()
                  .get("intents")
                  .size())
          .isGreaterThanOrEqualTo(200);
    }
  }

  private static String round(TestGateway gateway) {
    Http.Answer created =
        gateway
            .initiator()
            .post(
                "/v1/intents",
                "{\"intent_type\":\"intent.r.v1\",\"to_agent\":\"w\",\"payload\":{}}");
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    String id = created.json().get("intent_id").asText();
    assertThat(status(gateway, id)).isEqualTo("DELIVERED");
    Http.Answer report =
        gateway.agent().post("/v1/intents/" + id + "/resume", "{\"action\":\"complete\"}");
    assertThat(report.status()).as(report.text()).isEqualTo(200);
    return status(gateway, id);
  }

  private static String status(TestGateway gateway, String id) {
    Http.Answer answer = gateway.initiator().get("/v1/intents/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().at("/intent/status").asText();
  }

  private static List<String> tasks(TestGateway gateway) {
    return gateway.approver().get("/v1/me/tasks").json().findValuesAsText("intent_id");
  }

  private static List<Integer> seqs(TestGateway gateway, String id) {
    List<Integer> seqs = new ArrayList<>();
    for (JsonNode event :
        gateway.initiator().get("/v1/intents/" + id + "/events").json().get("events")) {
      seqs.add(event.get("seq").asInt());
    }
    return seqs;
  }

  private static void awaitOpen(TestGateway gateway, int streams) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                gateway.server().getApplicationContext().getBean(Streams.class).count() == streams);
  }
}
