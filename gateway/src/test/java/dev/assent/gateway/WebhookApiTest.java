package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.delivery.WebhookEvent;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.platform.keys.SecretBox;
import dev.assent.platform.webhooks.Subscription;
import dev.assent.wire.directory.DirectoryEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Subscriptions to events, posted events and replays (contract section 3.3).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookApiTest {
  private static final String SUBSCRIPTIONS = "/v1/webhooks/subscriptions";
  private static final String EVENTS = "/v1/webhooks/events";
  private static final String KEY = "a key of at least thirty-two bytes";
  private static final String SECRET = "webhook-signing-secret-2026";

  private TestGateway gateway;
  private Http client;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory(Map.of("assent.webhooks.key", KEY));
    client = gateway.initiator();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static JsonNode ok(String schema, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems(schema, answer.json())).as(answer.text()).isEmpty();
    return answer.json();
  }

  private static void refused(int status, String detail, Http.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText()).contains(detail);
  }

  private static String body(String url, String more) {
    return """
    {"callback_url":"%s","event_types":["inbox.thread_created","inbox.reply_received"]%s}\
    """
        .formatted(url, more);
  }

  private static String url() {
    return "https://integrator.example/" + UUID.randomUUID();
  }

  private JsonNode subscribe(Http as, String query, String url, String more) {
    return ok("webhooks.subscriptions", as.post(SUBSCRIPTIONS + query, body(url, more)))
        .get("subscription");
  }

  private List<String> listed(Http as, String query) {
    return ok("webhooks.subscriptions.list", as.get(SUBSCRIPTIONS + query))
        .get("subscriptions")
        .findValuesAsText("subscription_id");
  }

  private static String id(JsonNode subscription) {
    return subscription.get("subscription_id").asText();
  }

  private Http agent(String name) {
    return gateway.key(
        TestGateway.WORKSPACE,
        Principal.Kind.AGENT,
        "agent://local/default/" + name,
        Scope.AGENT,
        Set.of());
  }

  private Http elsewhere() {
    return gateway.key(
        new Workspace("other", "place"),
        Principal.Kind.SERVICE,
        "initiator",
        Scope.INITIATOR,
        Set.of());
  }

  @Test
  void aSubscriptionIsMadeListedAndDeleted() {
    String owner = "?owner_agent=agent://conformance/made";
    JsonNode made = subscribe(client, owner, url(), ",\"description\":\"mine\"");
    assertThat(made.get("owner_agent").asText()).isEqualTo("agent://conformance/made");
    assertThat(made.get("active").asBoolean()).isTrue();
    assertThat(made.get("description").asText()).isEqualTo("mine");
    assertThat(made.get("secret_hint").isNull()).isTrue();
    assertThat(made.get("revoked_at").isNull()).isTrue();
    assertThat(listed(client, owner)).containsExactly(id(made));

    JsonNode deleted =
        ok("webhooks.subscriptions.delete", client.delete(SUBSCRIPTIONS + "/" + id(made) + owner));
    assertThat(deleted.get("subscription_id").asText()).isEqualTo(id(made));
    assertThat(listed(client, owner)).isEmpty();
    assertThat(listed(client, owner + "&include_inactive=true")).containsExactly(id(made));

    JsonNode again =
        ok("webhooks.subscriptions.delete", client.delete(SUBSCRIPTIONS + "/" + id(made) + owner));
    assertThat(again.get("revoked_at")).isEqualTo(deleted.get("revoked_at"));
  }

  @Test
  void theSameUrlForTheSameInboxIsTheSameSubscription() {
    String url = url();
    JsonNode made =
        subscribe(client, "", url, ",\"description\":\"first\",\"secret\":\"" + SECRET + "\"");
    JsonNode changed = subscribe(client, "", url, ",\"active\":false");

    assertThat(id(changed)).isEqualTo(id(made));
    assertThat(changed.get("created_at")).isEqualTo(made.get("created_at"));
    assertThat(changed.get("active").asBoolean()).isFalse();
    assertThat(changed.get("description").asText()).isEqualTo("first");
    assertThat(changed.get("secret_hint").asText()).isEqualTo("2026");
    assertThat(id(subscribe(client, "?owner_agent=another", url, ""))).isNotEqualTo(id(made));

    client.delete(SUBSCRIPTIONS + "/" + id(made));
    JsonNode anew = subscribe(client, "", url, "");
    assertThat(id(anew)).isEqualTo(id(made));
    assertThat(anew.get("secret_hint").isNull()).as("the old secret went with it").isTrue();
    assertThat(anew.get("revoked_at").isNull()).isTrue();
  }

  @Test
  void aSecretIsKeptSealedAndNeverShown() {
    JsonNode made = subscribe(client, "", url(), ",\"secret\":\"" + SECRET + "\"");
    assertThat(made.toString()).doesNotContain("signing");
    assertThat(client.get(SUBSCRIPTIONS).text()).doesNotContain("signing");

    DirectoryEntry.Document kept =
        gateway.node().directory().all(DirectoryEntry.Document.class).stream()
            .filter(document -> document.id().equals(id(made)))
            .findFirst()
            .orElseThrow();
    assertThat(kept.content().text()).doesNotContain("signing");
    assertThat(SecretBox.of(KEY).open(Subscription.of(kept).secret().orElseThrow(), kept.key()))
        .hasValueSatisfying(
            open -> assertThat(new String(open, StandardCharsets.UTF_8)).isEqualTo(SECRET));
  }

  @Test
  void aGatewayThatCannotKeepSecretsTakesNone() {
    try (TestGateway keyless = TestGateway.inMemory()) {
      refused(
          503,
          "ASSENT_WEBHOOKS_KEY",
          keyless.initiator().post(SUBSCRIPTIONS, body(url(), ",\"secret\":\"" + SECRET + "\"")));
      ok("webhooks.subscriptions", keyless.initiator().post(SUBSCRIPTIONS, body(url(), "")));
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    String good = body("https://a.example/", ",\"description\":\"d\"");
    for (String[] wrong :
        new String[][] {
          {"https://a.example/", "ftp://a.example/", "its scheme is ftp"},
          {"\"https://a.example/\"", "7", "a text in 'callback_url'"},
          {"callback_url", "url", "there is none"},
          {"inbox.thread_created", "inbox.thread_eaten", "got 'inbox.thread_eaten'"},
          {"[\"inbox.thread_created\",\"inbox.reply_received\"]", "[]", "at least one of"},
          {"[\"inbox.thread_created\",\"inbox.reply_received\"]", "7", "an array"},
          {"\"d\"", "\"" + "d".repeat(256) + "\"", "at most 255 characters"},
          {"\"description\"", "\"active\"", "true or false"},
          {"\"description\":\"d\"", "\"secret\":\"short\"", "16 to 128 characters"},
        }) {
      String body = good.replace(wrong[0], wrong[1]);
      refused(422, wrong[2], client.post(SUBSCRIPTIONS, body));
    }
    refused(400, "JSON object", client.post(SUBSCRIPTIONS, "[]"));
    refused(400, "there is none", client.send("POST", SUBSCRIPTIONS, ""));
    refused(404, "subscription's id", client.delete(SUBSCRIPTIONS + "/" + UUID.randomUUID()));
    refused(404, "subscription's id", client.delete(SUBSCRIPTIONS + "/none"));
    refused(
        400,
        "the same agent in owner_agent",
        client.with("x-owner-agent", "b").post(SUBSCRIPTIONS + "?owner_agent=a", good));
  }

  @Test
  void whoMayDoWhat() {
    String url = url();
    Http bot = agent("bot");
    JsonNode bots = subscribe(bot, "", url, "");
    assertThat(bots.get("owner_agent").asText()).isEqualTo("agent://local/default/bot");
    JsonNode cats = subscribe(client, "?owner_agent=cat", url, "");

    assertThat(listed(bot, "")).containsExactly(id(bots));
    assertThat(listed(client, "")).contains(id(bots), id(cats));
    assertThat(listed(client, "?owner_agent=bot")).containsExactly(id(bots));
    refused(403, "the inbox of", bot.get(SUBSCRIPTIONS + "?owner_agent=cat"));
    refused(403, "the inbox of", bot.post(SUBSCRIPTIONS + "?owner_agent=cat", body(url, "")));
    refused(404, "subscription's id", bot.delete(SUBSCRIPTIONS + "/" + id(cats)));
    assertThat(elsewhere().delete(SUBSCRIPTIONS + "/" + id(cats)).status()).isEqualTo(404);
    assertThat(listed(elsewhere(), "")).isEmpty();
    assertThat(gateway.anonymous().get(SUBSCRIPTIONS).status()).isEqualTo(401);
    Http auditor =
        gateway.key(TestGateway.WORKSPACE, Principal.Kind.PERSON, "au", Scope.AUDITOR, Set.of("*"));
    assertThat(listed(auditor, "")).contains(id(bots));
    assertThat(auditor.post(SUBSCRIPTIONS, body(url, "")).status()).isEqualTo(403);
    assertThat(auditor.delete(SUBSCRIPTIONS + "/" + id(bots)).status()).isEqualTo(403);
    assertThat(auditor.post(EVENTS, "{}").status()).isEqualTo(403);
    assertThat(client.delete(SUBSCRIPTIONS + "/" + id(bots) + "?owner_agent=cat").status())
        .as("whoever opens all inboxes may end all subscriptions")
        .isEqualTo(200);
  }

  private static String event(String word) {
    return """
    {"event_type":"inbox.thread_created","source":"chatgpt","payload":{"word":"%s"}}\
    """
        .formatted(word);
  }

  private List<WebhookEvent> told(JsonNode answer) {
    return gateway.node().webhooks().all().stream()
        .filter(event -> event.id().toString().equals(answer.get("event_id").asText()))
        .toList();
  }

  @Test
  void aPostedEventIsOnItsTopicForThoseWhoWantIt() {
    String owner = "?owner_agent=poster";
    subscribe(client, owner, url(), "");
    subscribe(client, owner, url(), ",\"active\":false");
    subscribe(client, "?owner_agent=another", url(), "");

    JsonNode answer = ok("webhooks.events", client.post(EVENTS + owner, event("x")));

    assertThat(answer.get("queued_deliveries").asInt()).isEqualTo(1);
    assertThat(answer.get("pending").asInt()).isEqualTo(1);
    assertThat(answer.get("owner_agent").asText()).isEqualTo("poster");
    WebhookEvent told = told(answer).getFirst();
    assertThat(told.owner()).isEqualTo("agent://local/default/poster");
    assertThat(told.source()).isEqualTo("chatgpt");
    assertThat(told.payload().text()).isEqualTo("{\"word\":\"x\"}");
    assertThat(WebhookEvent.timeOf(told.id()))
        .contains(Instant.ofEpochMilli(told.at().toEpochMilli()));
  }

  @Test
  void anEventIsToldOnceMore() {
    JsonNode answer = ok("webhooks.events", client.post(EVENTS, event("x")));
    String id = answer.get("event_id").asText();

    JsonNode replayed =
        ok("webhooks.events.replay", client.send("POST", EVENTS + "/" + id + "/replay", ""));

    assertThat(replayed.get("event_id").asText()).isEqualTo(id);
    List<WebhookEvent> told = told(answer);
    assertThat(told).hasSize(2);
    assertThat(told.getLast().replayedAt())
        .contains(Instant.parse(replayed.get("replayed_at").asText()));
    assertThat(told.getLast().at()).isEqualTo(told.getFirst().at());
  }

  @Test
  void onlyAnEventOfOnesOwnIsToldOnceMore() {
    String id = client.post(EVENTS, event("x")).json().get("event_id").asText();
    String replay = EVENTS + "/" + id + "/replay";

    refused(404, "an event's id", elsewhere().send("POST", replay, ""));
    refused(404, "an event's id", agent("stranger").send("POST", replay, ""));
    refused(404, "an event's id", client.send("POST", EVENTS + "/none/replay", ""));
    refused(
        404,
        "an event's id",
        client.send("POST", EVENTS + "/" + UUID.randomUUID() + "/replay", ""));
  }

  @Test
  void anIdempotencyKeyIsOneEvent() {
    Http keyed = client.with("Idempotency-Key", UUID.randomUUID().toString());

    JsonNode first = ok("webhooks.events", keyed.post(EVENTS, event("once")));
    JsonNode again = ok("webhooks.events", keyed.post(EVENTS, event("once")));

    assertThat(again.get("event_id")).isEqualTo(first.get("event_id"));
    assertThat(again.get("accepted_at")).isEqualTo(first.get("accepted_at"));
    assertThat(told(first)).hasSize(1);
    Http.Answer other = keyed.post(EVENTS, event("twice"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().at("/error/code").asText()).isEqualTo("idempotency_conflict");
    assertThat(keyed.post(EVENTS + "?owner_agent=x", event("once")).status()).isEqualTo(409);
  }

  /// The key was written, and then the gateway was gone.
  @Test
  void aRequestThatBrokeOffBetweenKeyAndEventIsFinishedByItsRepeat() {
    Http keyed = client.with("Idempotency-Key", UUID.randomUUID().toString());
    gateway.node().webhooks().failNext();
    assertThat(keyed.post(EVENTS, event("broken")).status()).isEqualTo(500);

    JsonNode again = ok("webhooks.events", keyed.post(EVENTS, event("broken")));

    assertThat(told(again)).hasSize(1);
  }

  @Test
  void anEventThatMakesNoSenseIsRefused() {
    String good = event("x");
    for (String[] wrong :
        new String[][] {
          {"inbox.thread_created", "intent.eaten", "got 'intent.eaten'"},
          {"event_type", "type", "there is none"},
          {"chatgpt", "c", "at least 2 characters"},
          {"chatgpt", "c".repeat(101), "at most 100 characters"},
          {"{\"word\":\"x\"}", "\"x\"", "an object in 'payload'"},
          {"payload", "load", "there is none"},
        }) {
      refused(422, wrong[2], client.post(EVENTS, good.replace(wrong[0], wrong[1])));
    }
    refused(413, "a payload of at most", client.post(EVENTS, event("x".repeat(70_000))));
  }

  /// The notifier makes events of accepted invites: it reads these fields of their documents.
  @Test
  void anAcceptedInvitesDocumentSaysWhoInvitedWhomAndWhen() {
    String token =
        client
            .post("/v1/invites/create", "{\"owner_agent\":\"inviter\"}")
            .json()
            .get("token")
            .asText();
    JsonNode accepted =
        client.post("/v1/invites/" + token + "/accept", "{\"nick\":\"webhooked\"}").json();

    assertThat(gateway.node().directory().all(DirectoryEntry.Document.class))
        .filteredOn(document -> document.collection().equals("invites"))
        .extracting(document -> document.content().text())
        .singleElement()
        .asString()
        .contains(
            "\"ownerAgent\":\"inviter\"",
            "\"acceptedAt\":" + accepted.get("accepted_at"),
            "\"userId\":" + accepted.get("user_id"));
  }
}
