package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The small catalogues on a real broker: they survive, and two gateways agree.
class CataloguesBrokerTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SCHEMA = "acme.orders.kept.v1";

  @Test
  void cataloguesSurviveARestartAndAreTheSameAtAnotherGateway(
      @TempDir Path processorState, @TempDir Path first, @TempDir Path second) throws Exception {
    try (BrokerNode node = new BrokerNode(processorState)) {
      String owner;
      String token;
      String key;
      try (TestGateway gateway = node.gateway(first)) {
        Http who = gateway.initiator();
        owner =
            who.post("/v1/users/register-nick", "{\"nick\":\"kept\"}")
                .json()
                .get("owner_agent")
                .asText();
        token =
            who.post("/v1/invites/create", "{\"owner_agent\":\"abc\"}")
                .json()
                .get("token")
                .asText();
        who.post(
            "/v1/schemas",
            """
            {"semantic_type":"%s","compatibility_mode":"strict","schema_json":{"type":"object",
             "maximum":1.50}}\
            """
                .formatted(SCHEMA));
        key = who.headers().getOrDefault("x-api-key", "");
      }
      try (TestGateway one = node.gateway(first);
          TestGateway two = node.gateway(second, "second-gateway")) {
        for (TestGateway gateway : List.of(one, two)) {
          Http who = gateway.anonymous().key(key);
          await()
              .atMost(SOON)
              .until(() -> who.get("/v1/users/profile?owner_agent=" + owner).status() == 200);
          assertThat(who.get("/v1/invites/" + token).json().get("status").asText())
              .isEqualTo("pending");
          JsonNode schema = who.get("/v1/schemas/" + SCHEMA).json().get("schema");
          assertThat(schema.at("/schema_json/maximum").asText()).isEqualTo("1.5");
        }
        claimedAtBothIsOnePersons(one, two);
      }
    }
  }

  private static void claimedAtBothIsOnePersons(TestGateway one, TestGateway two) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 10; round++) {
        String body = "{\"nick\":\"claimed_%d\"}".formatted(round);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Http who = (i % 2 == 0 ? one : two).initiator();
          answers.add(clients.submit(() -> who.post("/v1/users/register-nick", body).status()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
          statuses.add(answer.get(60, TimeUnit.SECONDS));
        }
        assertThat(statuses).as("one gets it").containsOnlyOnce(200).containsOnly(200, 409);
      }
    }
  }
}
