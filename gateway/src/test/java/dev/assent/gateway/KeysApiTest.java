package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void aServiceAccountsKeyIsItsAgents() {
    Http initiator = gateway.initiator();
    Http.Answer created =
        initiator.post("/v1/service-accounts", "{\"name\":\"bot\",\"org_id\":\"whatever\"}");
    assertThat(Shapes.problems("service_accounts.create", created.json())).isEmpty();
    String id = created.json().at("/service_account/service_account_id").asText();
    assertThat(
            initiator
                .post("/v1/service-accounts", "{\"name\":\"bot\"}")
                .json()
                .at("/service_account/service_account_id")
                .asText())
        .as("the same name is the same account")
        .isEqualTo(id);
    Http.Answer listed = initiator.get("/v1/service-accounts?org_id=x&workspace_id=y");
    assertThat(Shapes.problems("service_accounts.list", listed.json())).isEmpty();
    assertThat(listed.json().findValuesAsText("name")).contains("bot");
    Http.Answer got = initiator.get("/v1/service-accounts/" + id);
    assertThat(Shapes.problems("service_accounts.get", got.json())).isEmpty();

    Http.Answer key = initiator.post("/v1/service-accounts/" + id + "/keys", "{}");
    assertThat(Shapes.problems("service_accounts.keys.create", key.json())).isEmpty();
    String token = key.json().at("/key/token").asText();
    assertThat(token).startsWith("axme_sa_");
    Http bot = gateway.anonymous().key(token);
    assertThat(bot.get("/v1/agents/bot/intents/stream?wait_seconds=1").status()).isEqualTo(200);
    assertThat(bot.get("/v1/agents/other/intents/stream?wait_seconds=1").status()).isEqualTo(403);
    assertThat(bot.get("/v1/service-accounts").status()).isEqualTo(403);

    Http.Answer revoked =
        initiator.send(
            "POST",
            "/v1/service-accounts/"
                + id
                + "/keys/"
                + key.json().at("/key/key_id").asText()
                + "/revoke",
            "");
    assertThat(Shapes.problems("service_accounts.keys.revoke", revoked.json())).isEmpty();
    assertThat(bot.get("/v1/intents").status()).isEqualTo(401);
  }

  @Test
  void anAgentsNameFollowsTheGrammar() {
    Http.Answer answer =
        gateway.initiator().post("/v1/service-accounts", "{\"name\":\"Not A Name\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("detail").asText()).contains("got 'Not A Name'");
    assertThat(
            gateway
                .initiator()
                .post("/v1/service-accounts", "{\"name\":\"agent://other/ws/bot\"}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void anAdminMakesListsAndRevokesKeys() {
    Http admin = gateway.admin();
    JsonNode key =
        admin
            .post(
                "/v1/keys",
                """
                {"scope":"approver","owner":"ann","roles":["sre_oncall"],"label":"phone"}\
                """)
            .json()
            .get("key");
    Http ann = gateway.anonymous().with("Authorization", "Bearer " + key.get("token").asText());
    assertThat(ann.get("/v1/me/tasks").status()).isEqualTo(200);
    assertThat(ann.get("/v1/keys").status()).isEqualTo(403);

    JsonNode listed = admin.get("/v1/keys").json();
    assertThat(listed.findValuesAsText("label")).contains("phone");
    assertThat(listed.toString()).doesNotContain(key.get("token").asText());
    String id = key.get("key_id").asText();
    assertThat(admin.delete("/v1/keys/" + id).json().at("/key/status").asText())
        .isEqualTo("revoked");
    assertThat(ann.get("/v1/me/tasks").status()).isEqualTo(401);
    assertThat(admin.delete("/v1/keys/nothing").status()).isEqualTo(404);
  }

  @Test
  void aKeyThatMakesNoSenseIsRefused() {
    for (String body :
        new String[] {
          "{\"scope\":\"god\",\"owner\":\"x\"}",
          "{\"scope\":\"agent\",\"owner\":\"agent://other/ws/x\"}",
          "{\"scope\":\"initiator\",\"owner\":\"x\",\"roles\":[\"r\"]}",
          "{\"scope\":\"approver\"}"
        }) {
      assertThat(gateway.admin().post("/v1/keys", body).status()).as(body).isEqualTo(422);
    }
    assertThat(
            gateway.initiator().post("/v1/keys", "{\"scope\":\"admin\",\"owner\":\"me\"}").status())
        .isEqualTo(403);
  }

  @Test
  void aPersonsBearerBesideAServicesKeyDecidesAsThatPerson() {
    String id =
        gateway
            .initiator()
            .post("/v1/intents", "{\"intent_type\":\"intent.two.v1\",\"to_agent\":\"human\"}")
            .json()
            .get("intent_id")
            .asText();
    String approver = gateway.approver().headers().getOrDefault("x-api-key", "");
    String resume = "/v1/intents/" + id + "/resume";
    String approve = "{\"task_result\":{\"outcome\":\"approved\"}}";

    Http.Answer unknown =
        gateway.initiator().with("Authorization", "Bearer nobody").post(resume, approve);
    Http.Answer decided =
        gateway.initiator().with("Authorization", "Bearer " + approver).post(resume, approve);

    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().at("/error/code").asText()).isEqualTo("invalid_actor_token");
    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    assertThat(
            gateway
                .initiator()
                .get("/v1/intents/" + id + "/events")
                .json()
                .get("events")
                .toString())
        .contains("\"actor\":\"approver\"");
  }
}
