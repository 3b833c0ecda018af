package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;

/// What a conformance run asks of identity, media, schemas and MCP (contract sections 3.3 and 3.4):
/// with one key, as a bearer token, and again and again on the same gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private TestGateway gateway;
  private Http client;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
    String key = gateway.initiator().headers().getOrDefault("x-api-key", "");
    client =
        gateway
            .anonymous()
            .with("Authorization", "Bearer " + key)
            .with("Content-Type", "application/json");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private JsonNode post(String path, String body) {
    Http.Answer answer = client.post(path, body);
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode get(String path) {
    Http.Answer answer = client.get(path);
    assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String nick() {
    return "@conformance_" + UUID.randomUUID().toString().substring(0, 8);
  }

  @RepeatedTest(2)
  void nicksAreCheckedRegisteredAndRenamed() {
    String nick = nick();
    assertThat(get("/v1/users/check-nick?nick=" + nick).get("nick").asText()).isEqualTo(nick);
    JsonNode user =
        post("/v1/users/register-nick", "{\"nick\":\"%s\",\"display_name\":\"C\"}".formatted(nick));
    assertThat(UUID.fromString(user.get("user_id").asText())).isNotNull();
    String owner = user.get("owner_agent").asText();
    String renamed = nick();
    JsonNode changed =
        post(
            "/v1/users/rename-nick",
            "{\"owner_agent\":\"%s\",\"nick\":\"%s\"}".formatted(owner, renamed));
    assertThat(changed.get("nick").asText()).isEqualTo(renamed);
    assertThat(changed.get("owner_agent").asText()).isEqualTo(owner);
    assertThat(get("/v1/users/profile?owner_agent=" + owner).get("owner_agent").asText())
        .isEqualTo(owner);
    assertThat(
            post(
                    "/v1/users/profile/update",
                    "{\"owner_agent\":\"%s\",\"display_name\":\"C2\"}".formatted(owner))
                .get("display_name")
                .asText())
        .isEqualTo("C2");
  }

  /// The nick is the same in every run.
  @RepeatedTest(3)
  void anInviteIsAcceptedWithTheSameNickEveryTime() {
    String token =
        post(
                "/v1/invites/create",
                """
                {"owner_agent":"agent://conformance/owner","recipient_hint":"Conformance receiver",
                 "ttl_seconds":3600}\
                """)
            .get("token")
            .asText();
    assertThat(token.length()).isBetween(12, 64);
    assertThat(get("/v1/invites/" + token).get("token").asText()).isEqualTo(token);
    JsonNode accepted =
        post(
            "/v1/invites/" + token + "/accept",
            "{\"nick\":\"@Invite.Conformance.User\",\"display_name\":\"Conformance User\"}");
    assertThat(accepted.get("status").asText()).isEqualTo("accepted");
    assertThat(accepted.get("nick").asText()).isEqualTo("@invite.conformance.user");
  }

  @RepeatedTest(2)
  void anUploadIsFinalizedWithoutBytes() {
    String id =
        post(
                "/v1/media/create-upload",
                """
                {"owner_agent":"agent://conformance/owner","filename":"contract.pdf",
                 "mime_type":"application/pdf","size_bytes":12345}\
                """)
            .get("upload_id")
            .asText();
    assertThat(get("/v1/media/" + id).at("/upload/status").asText()).isEqualTo("pending");
    assertThat(
            post(
                    "/v1/media/finalize-upload",
                    "{\"upload_id\":\"%s\",\"size_bytes\":12345}".formatted(id))
                .get("status")
                .asText())
        .isEqualTo("ready");
  }

  @RepeatedTest(2)
  void theSameSchemaIsPublishedEveryTime() {
    JsonNode schema =
        post(
            "/v1/schemas",
            """
            {"semantic_type":"axme.calendar.schedule.v1","compatibility_mode":"strict",
             "schema_json":{"type":"object","required":["date"],
              "properties":{"date":{"type":"string"}}}}\
            """);
    assertThat(schema.at("/schema/schema_hash").asText()).hasSize(64);
    assertThat(get("/v1/schemas/axme.calendar.schedule.v1").at("/schema/schema_json").isObject())
        .isTrue();
    assertThat(get("/v1/capabilities").get("supported_intent_types")).isNotEmpty();
  }

  @RepeatedTest(2)
  void aSubscriptionIsMadeWithoutAnOwnerAndDeletedWithOne() {
    JsonNode made =
        post(
                "/v1/webhooks/subscriptions",
                """
                {"callback_url":"https://integrator.example/webhooks/axme",
                 "event_types":["inbox.thread_created"],"active":true,
                 "description":"conformance subscription"}\
                """)
            .get("subscription");
    String owner = "?owner_agent=agent://conformance/owner";
    assertThat(get("/v1/webhooks/subscriptions" + owner).get("subscriptions").isArray()).isTrue();
    String id = made.get("subscription_id").asText();
    Http.Answer deleted = client.delete("/v1/webhooks/subscriptions/" + id + owner);
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    assertThat(deleted.json().get("subscription_id").asText()).isEqualTo(id);
    assertThat(deleted.json().get("revoked_at").isTextual()).isTrue();
  }

  @RepeatedTest(2)
  void anEventIsPostedAndReplayed() {
    String owner = "?owner_agent=agent://conformance/owner";
    JsonNode posted =
        post(
            "/v1/webhooks/events" + owner,
            """
            {"event_type":"inbox.thread_created","source":"conformance",
             "payload":{"thread_id":"7d0bcf7e-6d94-4a78-9232-1491db2a545b"}}\
            """);
    String id = posted.get("event_id").asText();
    assertThat(UUID.fromString(id)).isNotNull();
    JsonNode replayed = post("/v1/webhooks/events/" + id + "/replay" + owner, "");
    assertThat(replayed.get("event_id").asText()).isEqualTo(id);
    assertThat(replayed.get("replayed_at").isTextual()).isTrue();
    for (String counter :
        new String[] {
          "queued_deliveries", "processed_deliveries", "delivered", "pending", "dead_lettered"
        }) {
      assertThat(posted.get(counter).asInt(-1)).isNotNegative();
      assertThat(replayed.get(counter).asInt(-1)).isNotNegative();
    }
  }

  @RepeatedTest(2)
  void toolsAreCalled() {
    JsonNode answer =
        post(
            "/mcp",
            """
            {"jsonrpc":"2.0","id":"1","method":"tools/call","params":{"name":"axme.check_nick",
             "arguments":{"nick":"@conformance_mcp"}}}\
            """);
    assertThat(answer.has("error")).isFalse();
    assertThat(answer.at("/result/tool").asText()).isEqualTo("axme.check_nick");
    assertThat(answer.at("/result/status").isTextual()).isTrue();
  }

  @RepeatedTest(2)
  void anAgentIsMadeFoundAndDeleted() {
    String id =
        post("/v1/service-accounts", "{\"name\":\"conformance-bot\"}")
            .at("/service_account/service_account_id")
            .asText();
    assertThat(
            get("/v1/agents/local/default/conformance-bot")
                .at("/agent/service_account_id")
                .asText())
        .isEqualTo(id);
    assertThat(client.delete("/v1/service-accounts/" + id).status()).isEqualTo(200);
    assertThat(client.delete("/v1/service-accounts/" + id).status()).isEqualTo(404);
  }
}
