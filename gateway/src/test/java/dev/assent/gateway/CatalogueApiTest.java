package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.value.Hash;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Capabilities, schemas and agents.
class CatalogueApiTest extends ApiTest {
  @Override
  protected Map<String, Object> settings() {
    return Map.of("assent.webhooks.key", "a key of at least thirty-two bytes");
  }

  @Test
  void theTypesWithAPolicyAreListed() throws Exception {
    assertThat(
            ok("capabilities.get", elsewhere().get("/v1/capabilities"))
                .get("supported_intent_types"))
        .extracting(JsonNode::asText)
        .containsExactly("human_approval.v1", "intent.ask.v1");
    gateway.initiator().post("/v1/scenarios/apply", ScenarioApiTest.seed());

    JsonNode answer = ok("capabilities.get", gateway.agent().get("/v1/capabilities"));
    assertThat(answer.get("supported_intent_types").toString())
        .contains("intent.infra.change_approval.v1");
    assertThat(answer.get("capabilities").toString()).contains("intents", "users");
  }

  private static String schema(String type, String mode, String json) {
    return """
    {"semantic_type":"%s","compatibility_mode":"%s","schema_json":%s}\
    """
        .formatted(type, mode, json);
  }

  private Http.Answer publish(String type, String mode, String json) {
    return gateway.initiator().post("/v1/schemas", schema(type, mode, json));
  }

  @Test
  void aSchemaIsKeptWithTheHashOfItsCanonicalText() {
    String type = "acme.orders.refund.v1";
    JsonNode made =
        ok(
            "schemas.upsert",
            publish(type, "strict", "{ \"type\":\"object\", \"required\":[\"a\"] }"));
    assertThat(made.at("/schema/schema_hash").asText())
        .isEqualTo(Hash.of("{\"required\":[\"a\"],\"type\":\"object\"}").hex());

    JsonNode got = ok("schemas.get", gateway.agent().get("/v1/schemas/" + type));
    assertThat(got.at("/schema/schema_json/required/0").asText()).isEqualTo("a");
    assertThat(elsewhere().get("/v1/schemas/" + type).status()).isEqualTo(404);
    assertThat(gateway.agent().get("/v1/schemas/acme.orders.none.v1").status()).isEqualTo(404);
  }

  @Test
  void aStrictSchemaStays_untilItIsNoLongerActive() {
    String type = "acme.orders.strict.v1";
    String first = "{\"type\":\"object\"}";
    String next = "{\"type\":\"object\",\"properties\":{\"a\":{}}}";
    ok("schemas.upsert", publish(type, "strict", first));
    ok("schemas.upsert", publish(type, "strict", first));

    Http.Answer refused = publish(type, "warn", next);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().at("/error/code").asText()).isEqualTo("schema_incompatible");
    ok(
        "schemas.upsert",
        gateway
            .initiator()
            .post(
                "/v1/schemas",
                schema(type, "strict", first).replace("{\"sem", "{\"active\":false,\"sem")));
    ok("schemas.upsert", publish(type, "warn", next));
    ok("schemas.upsert", publish(type, "warn", "{\"type\":\"array\"}"));
  }

  @Test
  void aBackwardSchemaMayTakeMoreAndNotLess() {
    String type = "acme.orders.backward.v1";
    ok(
        "schemas.upsert",
        publish(type, "backward", "{\"type\":\"object\",\"required\":[\"a\",\"b\"]}"));
    ok("schemas.upsert", publish(type, "backward", "{\"type\":\"object\",\"required\":[\"a\"]}"));
    Http.Answer narrower =
        publish(type, "backward", "{\"type\":\"object\",\"required\":[\"a\",\"c\"]}");
    assertThat(narrower.status()).isEqualTo(409);
    assertThat(narrower.json().get("detail").asText()).contains("requires [c]");
  }

  @Test
  void aSchemaThatMakesNoSenseIsRefused() {
    String good = schema("acme.orders.odd.v1", "warn", "{}");
    for (String[] wrong :
        new String[][] {
          {"acme.orders.odd.v1", "Refund"},
          {"\"warn\"", "\"maybe\""},
          {":{}", ":[]"},
          {"{\"sem", "{\"scope\":\"galaxy\",\"sem"},
          {"{\"sem", "{\"active\":\"yes\",\"sem"}
        }) {
      String body = good.replace(wrong[0], wrong[1]);
      assertThat(gateway.initiator().post("/v1/schemas", body).status()).as(body).isEqualTo(422);
    }
    String core = good.replace("{\"sem", "{\"scope\":\"core\",\"sem");
    assertThat(gateway.initiator().post("/v1/schemas", core).status()).isEqualTo(403);
    assertThat(gateway.agent().post("/v1/schemas", good).status()).isEqualTo(403);
    String large = schema("acme.orders.big.v1", "warn", "{\"a\":\"" + "x".repeat(70_000) + "\"}");
    assertThat(gateway.initiator().post("/v1/schemas", large).status()).isEqualTo(413);
  }

  private String account(String name) {
    return gateway
        .initiator()
        .post("/v1/service-accounts", "{\"name\":\"" + name + "\",\"display_name\":\"A bot\"}")
        .json()
        .at("/service_account/service_account_id")
        .asText();
  }

  @Test
  void anAgentIsFoundByItsAddress_howeverThePathHasIt() {
    String id = account("found");
    JsonNode listed = ok("agents.list", gateway.agent().get("/v1/agents?limit=1000&org_id=x"));
    assertThat(listed.findValuesAsText("address")).contains("agent://local/default/found");

    for (String path :
        List.of(
            "local/default/found",
            "agent://local/default/found",
            "agent%3A%2F%2Flocal%2Fdefault%2Ffound",
            "default/found",
            "found")) {
      JsonNode got = ok("agents.get", gateway.initiator().get("/v1/agents/" + path));
      assertThat(got.at("/agent/service_account_id").asText()).as(path).isEqualTo(id);
    }
    for (String path :
        List.of("local/default/none", "other/place/found", "local/default/found/policy", "a//b")) {
      Http.Answer answer = gateway.initiator().get("/v1/agents/" + path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.json().get("detail").isTextual()).isTrue();
    }
    assertThat(elsewhere().get("/v1/agents/found").status()).isEqualTo(404);
    assertThat(elsewhere().get("/v1/agents").json().get("agents")).isEmpty();
  }

  @Test
  void theStreamOfAnAgentIsStillItsStream() {
    for (String path :
        List.of("streamed", "local/default/streamed", "agent://local/default/streamed")) {
      Http.Answer answer =
          gateway.agent().get("/v1/agents/" + path + "/intents/stream?wait_seconds=1");
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.text()).contains("event: stream.timeout");
    }
  }

  @Test
  void aDeletedAgentAndItsKeysAreNoLongerGood() {
    String id = account("doomed");
    String token =
        gateway
            .initiator()
            .post("/v1/service-accounts/" + id + "/keys", "{}")
            .json()
            .at("/key/token")
            .asText();
    Http bot = gateway.anonymous().key(token);
    assertThat(bot.get("/v1/agents").status()).isEqualTo(200);
    assertThat(gateway.agent().delete("/v1/service-accounts/" + id).status()).isEqualTo(403);
    assertThat(elsewhere().delete("/v1/service-accounts/" + id).status()).isEqualTo(404);

    Http.Answer deleted = gateway.initiator().delete("/v1/service-accounts/" + id);
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    assertThat(deleted.json().get("revoked_keys").asInt()).isEqualTo(1);
    assertThat(bot.get("/v1/agents").status()).isEqualTo(401);
    assertThat(gateway.initiator().get("/v1/service-accounts/" + id).status()).isEqualTo(404);
    assertThat(gateway.initiator().get("/v1/agents").json().findValuesAsText("service_account_id"))
        .doesNotContain(id);
    assertThat(
            ok("agents.get", gateway.initiator().get("/v1/agents/doomed"))
                .at("/agent/status")
                .asText())
        .isEqualTo("deleted");
    assertThat(account("doomed")).as("a new account").isNotEqualTo(id);
  }

  @Test
  void anAgentsDescriptionChanges() {
    String id = account("changed");
    Http.Answer changed =
        gateway
            .initiator()
            .send(
                "PATCH",
                "/v1/service-accounts/" + id,
                "{\"display_name\":\"B\",\"delivery_mode\":\"poll\"}");
    assertThat(Shapes.problems("service_accounts.get", changed.json())).isEmpty();
    JsonNode got =
        gateway.initiator().get("/v1/service-accounts/" + id).json().get("service_account");
    assertThat(got.get("display_name").asText()).isEqualTo("B");
    assertThat(got.get("delivery_mode").asText()).isEqualTo("poll");
    for (String[] wrong :
        new String[][] {
          {"{\"delivery_mode\":\"http\"}", "the mode http needs one"},
          {"{\"delivery_mode\":\"pigeon\"}", "got 'pigeon'"},
          {"{\"callback_url\":\"ftp://x.example\"}", "its scheme is ftp"},
          {"{\"secret\":\"sixteen letters!\"}", "beside the secret"},
        }) {
      Http.Answer answer =
          gateway.initiator().send("PATCH", "/v1/service-accounts/" + id, wrong[0]);
      assertThat(answer.status()).as(wrong[0]).isEqualTo(422);
      assertThat(answer.json().get("detail").asText()).contains(wrong[1]);
    }
    assertThat(elsewhere().send("PATCH", "/v1/service-accounts/" + id, "{}").status())
        .isEqualTo(404);
  }

  private JsonNode patched(String id, String body) {
    Http.Answer answer = gateway.initiator().send("PATCH", "/v1/service-accounts/" + id, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("a secret of the agent");
    return answer.json().get("service_account");
  }

  private DirectoryEntry.Agent.Callback callback(String name) {
    return gateway
        .node()
        .directory()
        .agent(TestGateway.WORKSPACE, AgentAddress.parse(name, TestGateway.WORKSPACE))
        .orElseThrow()
        .postedTo()
        .orElseThrow();
  }

  @Test
  void anAgentsDeliveriesArePostedFromWhenItIsInTheModeHttp() {
    String id = account("posted");
    JsonNode kept =
        patched(
            id,
            """
            {"callback_url":"https://a.example/intent","secret":"a secret of the agent's 1234"}\
            """);
    assertThat(kept.get("delivery_mode").asText()).isEqualTo("stream");
    assertThat(kept.get("callback_url").asText()).isEqualTo("https://a.example/intent");
    assertThat(kept.get("secret_hint").asText()).isEqualTo("1234");

    patched(id, "{\"delivery_mode\":\"http\"}");
    DirectoryEntry.Agent.Callback first = callback("posted");
    assertThat(first.secret()).isPresent();
    patched(id, "{\"callback_url\":\"https://b.example/intent\"}");
    DirectoryEntry.Agent.Callback second = callback("posted");
    assertThat(second.url()).isEqualTo("https://b.example/intent");
    assertThat(second.since()).as("it was posted to all along").isEqualTo(first.since());
    assertThat(second.secret()).isEqualTo(first.secret());

    patched(id, "{\"delivery_mode\":\"poll\"}");
    assertThat(
            gateway
                .node()
                .directory()
                .agent(TestGateway.WORKSPACE, id)
                .flatMap(DirectoryEntry.Agent::postedTo))
        .isEmpty();
  }

  @Test
  void aScenarioSaysWhereItsAgentIsPostedTo() {
    String bundle =
        """
        {"scenario_id":"posted.v1","agents":[{"role":"r","address":"pushed",
          "create_if_missing":true,"delivery_mode":"http","secret":"a secret of the agent's 5678",
          "callback_url":"https://a.example/intent"}],
         "workflow":{"steps":[{"step_id":"s","assigned_to":"r"}]},
         "intent":{"type":"intent.posted.v1","payload":{}}}\
        """;
    apply(bundle);
    DirectoryEntry.Agent.Callback first = callback("pushed");
    assertThat(first.url()).isEqualTo("https://a.example/intent");

    apply(bundle);
    assertThat(callback("pushed")).as("nothing has changed").isEqualTo(first);
    apply(bundle.replace("//a.", "//b."));
    assertThat(callback("pushed").url()).isEqualTo("https://b.example/intent");
    apply(bundle.replace("5678", "9999"));
    assertThat(callback("pushed").secret().orElseThrow().hint()).isEqualTo("9999");

    String without = bundle.replace("callback_url", "callback").replace("secret", "no_secret");
    assertThat(gateway.initiator().post("/v1/scenarios/validate", without).json().get("warnings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "'agents[0].delivery_mode': 'pushed' has the delivery mode http and no callback_url:"
                + " nothing is posted to it until it is given one",
            "'agents[0].no_secret': there is no such field; did you mean 'secret'? It has no"
                + " effect",
            "'agents[0].callback': there is no such field, so it has no effect");
    Http.Answer wrong =
        gateway
            .initiator()
            .post("/v1/scenarios/apply", bundle.replace("https://a.example", "ftp://a.example"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().get("detail").asText()).contains("agents[0].callback_url");
  }

  private void apply(String bundle) {
    Http.Answer answer = gateway.initiator().post("/v1/scenarios/apply", bundle);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
