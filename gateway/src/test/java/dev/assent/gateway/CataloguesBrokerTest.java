package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
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

  /// Each step at a gateway that did not see the one before.
  @Test
  void signInsSessionsGrantsAndFilesSurviveARestart(
      @TempDir Path processorState, @TempDir Path state) throws Exception {
    byte[] file = "minutes of the meeting".getBytes(StandardCharsets.UTF_8);
    try (BrokerNode node = new BrokerNode(processorState)) {
      String signIn;
      String code;
      JsonNode grant;
      String key;
      String upload;
      try (TestGateway gateway = node.gateway(state)) {
        signIn = LoginApiTest.id(LoginApiTest.begin(gateway, "ann@example.com"));
        code = gateway.bean(SentCodes.class).to("ann@example.com");
        grant = LoginApiTest.grant(gateway);
        key = gateway.approver().headers().getOrDefault("x-api-key", "");
        Http agent = gateway.agent();
        upload =
            agent
                .post(
                    "/v1/media/create-upload",
                    """
                    {"owner_agent":"agent://o/w/x","filename":"m.txt","mime_type":"text/plain",
                     "size_bytes":%d}\
                    """
                        .formatted(file.length))
                .json()
                .get("upload_id")
                .asText();
        assertThat(agent.put("/v1/media/" + upload + "/content", file).status()).isEqualTo(200);
      }
      String session;
      try (TestGateway gateway = node.gateway(state)) {
        Http.Answer verified = LoginApiTest.verify(gateway, signIn, code);
        assertThat(verified.status()).as(verified.text()).isEqualTo(200);
        session = verified.json().get("api_key").asText();
        Http.Answer approved =
            LoginApiTest.approve(gateway, grant, grant.get("user_code").asText(), key);
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        String path = "/v1/media/" + upload + "/content";
        assertThat(gateway.anonymous().key(key).get(path).text())
            .isEqualTo("minutes of the meeting");
      }
      try (TestGateway gateway = node.gateway(state)) {
        assertThat(gateway.anonymous().key(session).get("/v1/me/tasks").status()).isEqualTo(200);
        JsonNode polled =
            gateway.anonymous().get("/v1/auth/cli-grants/" + grant.get("grant_id").asText()).json();
        assertThat(polled.get("state").asText()).isEqualTo("approved");
        Http terminal = gateway.anonymous().key(polled.get("api_key").asText());
        assertThat(terminal.get("/v1/me/tasks").status()).isEqualTo(200);
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
