package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.session.NodeFiles;
import dev.assent.registry.RegistryServer;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.wire.connection.KafkaLogin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways on one cluster: each answers for everything, whichever took the command, and a
/// client whose gateway is killed goes on at the other.
class TwoGatewaysIT {
  private static final String SCENARIO =
      """
      {"scenario_id":"two.v1",
       "agents":[{"role":"checker","address":"checker","create_if_missing":true}],
       "humans":[{"role":"boss","display_name":"Boss"}],
       "workflow":{"steps":[
         {"step_id":"check","assigned_to":"checker"},
         {"step_id":"approve","assigned_to":"boss","requires_approval":true}]},
       "intent":{"type":"intent.two.v1","payload":{"n":0}}}
      """;

  @TempDir Path folder;

  @Test
  void aClientGoesOnAtTheOtherGatewayWhenItsOwnIsKilled() throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerOptions.onFreePort(folder.resolve("kafka"), KafkaLogin.fresh()));
        RegistryServer registry = RegistryServer.bind(0)) {
      registry.serve(broker.client());
      Path client = folder.resolve("kafka.properties");
      KafkaLogin.write(client, broker.clientProperties());
      Map<String, String> surroundings =
          Map.of(
              "ASSENT_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
              "ASSENT_KAFKA_CONFIG", client.toString(),
              "ASSENT_REGISTRY_URL", registry.url().toString(),
              "ASSENT_GATEWAY_POLICIES_OPEN", "true");
      NodeFiles.Keys keys = FirstKeysByHand.make(surroundings);
      try (ServiceProcess processor =
              ServiceProcess.start("lifecycle-processor", folder, surroundings);
          ServiceProcess one = ServiceProcess.start("gateway", "one", folder, surroundings);
          ServiceProcess two = ServiceProcess.start("gateway", "two", folder, surroundings)) {
        List.of(processor, one, two).forEach(ServiceProcess::awaitReady);
        String intent = submitAtOneWorkAtTwo(one, two, keys);
        killUnderAWaitingClient(one, two, keys, intent);
        theKilledGatewayComesBackWithEverything(surroundings, keys, intent);
      }
    }
  }

  private static String submitAtOneWorkAtTwo(
      ServiceProcess one, ServiceProcess two, NodeFiles.Keys keys) throws Exception {
    String intent =
        GatewayDoor.of(one, keys.initiatorKey())
            .post("/v1/scenarios/apply", SCENARIO)
            .path("intent_id")
            .asText();
    GatewayDoor agent = GatewayDoor.of(two, keys.agentKey());
    List<JsonNode> delivered =
        agent.stream("/v1/agents/checker/intents/stream?wait_seconds=30", _ -> true);
    assertThat(delivered).hasSize(1);
    String step = delivered.getFirst().path("intent_id").asText();
    agent.post("/v1/intents/" + step + "/resume", "{\"action\":\"complete\"}");
    // Answered at one gateway is seen at the other.
    assertThat(tasks(one, keys)).contains(intent);
    assertThat(tasks(two, keys)).contains(intent);
    assertThat(
            GatewayDoor.of(one, keys.agentKey()).stream(
                "/v1/agents/checker/intents/stream?wait_seconds=1", _ -> true))
        .isEmpty();
    return intent;
  }

  private static void killUnderAWaitingClient(
      ServiceProcess one, ServiceProcess two, NodeFiles.Keys keys, String intent) throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    String stream = "/v1/intents/" + intent + "/events/stream?wait_seconds=60&since=";
    CompletableFuture<List<JsonNode>> client =
        CompletableFuture.supplyAsync(
            () ->
                GatewayDoor.of(two, keys.initiatorKey()).stream(
                    stream + 0,
                    event -> {
                      if (event.path("event_type").asText().endsWith("task_assigned")) {
                        waiting.countDown();
                      }
                      return false;
                    }));
    assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
    two.kill();
    List<JsonNode> seen = client.get(60, TimeUnit.SECONDS);

    GatewayDoor.of(one, keys.approverKey())
        .post("/v1/intents/" + intent + "/resume", "{\"task_result\":{\"outcome\":\"approved\"}}");
    assertThat(tasks(one, keys)).doesNotContain(intent);
    int cursor = seen.getLast().path("seq").asInt();
    List<JsonNode> rest =
        GatewayDoor.of(one, keys.initiatorKey()).stream(
            stream + cursor, event -> event.path("status").asText().equals("COMPLETED"));

    assertThat(rest.getLast().path("status").asText()).isEqualTo("COMPLETED");
    Set<Integer> seqs = new HashSet<>();
    seen.forEach(event -> seqs.add(event.path("seq").asInt()));
    rest.forEach(event -> assertThat(seqs.add(event.path("seq").asInt())).isTrue());
    assertThat(seqs).hasSize(rest.getLast().path("seq").asInt());
  }

  private void theKilledGatewayComesBackWithEverything(
      Map<String, String> surroundings, NodeFiles.Keys keys, String intent) throws Exception {
    try (ServiceProcess again = ServiceProcess.start("gateway", "two", folder, surroundings)) {
      again.awaitReady();
      JsonNode found =
          GatewayDoor.of(again, keys.initiatorKey()).get("/v1/intents/" + intent).path("intent");
      assertThat(found.path("status").asText()).isEqualTo("COMPLETED");
      assertThat(tasks(again, keys)).doesNotContain(intent);
    }
  }

  private static List<String> tasks(ServiceProcess gateway, NodeFiles.Keys keys) throws Exception {
    return GatewayDoor.of(gateway, keys.approverKey())
        .get("/v1/me/tasks")
        .findValuesAsText("intent_id");
  }
}
