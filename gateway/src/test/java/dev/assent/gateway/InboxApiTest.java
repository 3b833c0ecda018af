package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Inboxes and approvals (contract sections 3.2 and 3.3), as the conformance suite looks at them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxApiTest {
  private TestGateway gateway;

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private static String owner(String name) {
    return "?owner_agent=agent://conformance/" + name;
  }

  private String submit(String to, String more) {
    return post(
            "/v1/intents",
            "{\"intent_type\":\"intent.mail.v1\",\"to_agent\":\"agent://conformance/"
                + to
                + "\",\"payload\":{\"a\":1}"
                + more
                + "}")
        .get("intent_id")
        .asText();
  }

  private JsonNode post(String path, String body) {
    Http.Answer answer = gateway.initiator().post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode thread(String path, String body) {
    JsonNode answer = post(path, body);
    assertThat(Shapes.problems("inbox.thread", answer)).isEmpty();
    return answer.get("thread");
  }

  private List<String> inbox(String name, String more) {
    Http.Answer answer = gateway.initiator().get("/v1/inbox" + owner(name) + more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Shapes.problems("inbox.list", answer.json())).isEmpty();
    return answer.json().get("threads").findValuesAsText("thread_id");
  }

  private void resolve(String id) {
    post("/v1/intents/" + id + "/resolve", "{\"status\":\"COMPLETED\",\"result\":{\"ok\":true}}");
  }

  @Test
  void anIntentIsAThreadInItsAddresseesInboxUntilItEnds() {
    String id = submit("first", "");

    assertThat(inbox("first", "&status=pending")).containsExactly(id);
    assertThat(inbox("first", "&status=done")).isEmpty();
    assertThat(inbox("somebody", "")).isEmpty();

    resolve(id);
    assertThat(inbox("first", "&status=pending,active")).isEmpty();
    assertThat(inbox("first", "&status=done")).containsExactly(id);
  }

  @Test
  void aCompletionReachesTheInboxThatReplyToNames() {
    String target = "agent://conformance/reply-target";
    String id = submit("worker", ",\"reply_to\":\"" + target + "\"");
    assertThat(inbox("reply-target", "")).isEmpty();

    JsonNode resolved =
        post("/v1/intents/" + id + "/resolve", "{\"status\":\"COMPLETED\",\"result\":{\"sum\":7}}");

    assertThat(Shapes.problems("intents.resolve", resolved)).isEmpty();
    JsonNode delivery = resolved.get("completion_delivery");
    assertThat(delivery.get("delivered").asBoolean()).isTrue();
    assertThat(delivery.get("reply_to").asText()).isEqualTo(target);
    assertThat(delivery.get("thread_id").asText()).isEqualTo(id);
    assertThat(inbox("reply-target", "")).containsExactly(id);
    JsonNode thread =
        gateway.initiator().get("/v1/inbox/" + id + owner("reply-target")).json().get("thread");
    JsonNode last = thread.get("timeline").get(thread.get("timeline").size() - 1);
    assertThat(last.get("event_type").asText()).isEqualTo("inbox.completion");
    assertThat(last.at("/details/completion/result/sum").asInt()).isEqualTo(7);
  }

  @Test
  void withoutReplyToNothingIsDelivered() {
    String id = submit("worker", "");

    JsonNode resolved =
        post("/v1/intents/" + id + "/resolve", "{\"status\":\"CANCELED\",\"reason\":\"no\"}");

    assertThat(resolved.at("/completion_delivery/reason").asText()).isEqualTo("reply_to_not_set");
  }

  @Test
  void aReplyIsReadableAfterwardsAndMakesTheThreadActive() {
    String id = submit("replier", "");

    JsonNode answered =
        thread("/v1/inbox/" + id + "/reply" + owner("replier"), "{\"message\":\"on it\"}");

    assertThat(answered.get("status").asText()).isEqualTo("active");
    assertThat(answered.get("owner_agent").asText()).isEqualTo("agent://conformance/replier");
    assertThat(answered.at("/timeline/1/details/message").asText()).isEqualTo("on it");
    assertThat(inbox("replier", "&status=active")).containsExactly(id);
    resolve(id);
    assertThat(
            gateway
                .initiator()
                .post("/v1/inbox/" + id + "/reply" + owner("replier"), "{\"message\":\"late\"}")
                .status())
        .isEqualTo(409);
    assertThat(
            gateway
                .initiator()
                .get("/v1/inbox/" + id + owner("replier"))
                .json()
                .at("/thread/timeline/1/details/message")
                .asText())
        .isEqualTo("on it");
  }

  @Test
  void aThreadIsFoundByItsWholeId() {
    String id =
        gateway
            .initiator()
            .post("/v1/intents", "{\"intent_type\":\"x\",\"to_agent\":\"whole\"}")
            .json()
            .get("intent_id")
            .asText();
    String other = id.substring(0, 32) + "beef";
    String inbox = "?owner_agent=whole";
    assertThat(gateway.initiator().get("/v1/inbox/" + id + inbox).status()).isEqualTo(200);
    for (Http.Answer answer :
        List.of(
            gateway.initiator().get("/v1/inbox/" + other + inbox),
            gateway.initiator().post("/v1/inbox/" + other + "/read" + inbox, "{}"),
            gateway.initiator().post("/v1/inbox/" + other + "/approve" + inbox, "{}"),
            gateway
                .initiator()
                .post("/v1/inbox/" + other + "/reply" + inbox, "{\"message\":\"hi\"}"))) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(404);
      assertThat(answer.json().get("detail").asText()).contains(other).doesNotContain(id);
    }
  }

  @Test
  void aDelegatedThreadIsInBothInboxes() {
    String id = submit("boss", "");

    thread(
        "/v1/inbox/" + id + "/delegate" + owner("boss"),
        "{\"delegate_to\":\"agent://conformance/deputy\",\"note\":\"yours\"}");

    assertThat(inbox("boss", "")).containsExactly(id);
    assertThat(inbox("deputy", "")).containsExactly(id);
    resolve(id);
    assertThat(inbox("deputy", "&status=done")).containsExactly(id);
    assertThat(gateway.initiator().get("/v1/inbox/" + id + owner("stranger")).status())
        .isEqualTo(403);
  }

  @Test
  void anOrdinaryThreadTakesAnApprovalAsANote() {
    String id = submit("approving", "");

    JsonNode answer =
        post("/v1/inbox/" + id + "/approve" + owner("approving"), "{\"comment\":\"good\"}");

    assertThat(Shapes.problems("inbox.thread", answer)).isEmpty();
    assertThat(answer.get("decided").asBoolean()).as("nothing was decided").isFalse();
    JsonNode noted = answer.get("thread");
    assertThat(noted.at("/timeline/1/event_type").asText()).isEqualTo("inbox.approved");
    assertThat(noted.get("intent_status").asText()).isEqualTo("DELIVERED");
  }

  @Test
  void anApprovalDecidesTheIntentsQuestionOnceAndOnlyByAPerson() {
    String id = submit("asked", ",\"human_task\":{\"title\":\"May we?\"}");
    String path = "/v1/inbox/" + id + "/approve";

    assertThat(gateway.initiator().post(path, "{}").status()).isEqualTo(403);
    Http.Answer decided = gateway.approver().post(path, "{\"comment\":\"yes\"}");
    Http.Answer second = gateway.approver().post("/v1/inbox/" + id + "/reject", "{}");

    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    assertThat(decided.json().at("/thread/status").asText()).isEqualTo("done");
    assertThat(decided.text()).contains("inbox.decided");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().at("/error/details/decided_by").asText()).isEqualTo("approver");
  }

  @Test
  void deletedMessagesAreOutOfTheOwnersSightOrEverybodys() {
    String id = submit("tidy", "");
    String inbox = "/v1/inbox/" + id;
    thread(inbox + "/delegate" + owner("tidy"), "{\"delegate_to\":\"agent://conformance/other\"}");
    thread(inbox + "/reply" + owner("tidy"), "{\"message\":\"one\"}");
    thread(inbox + "/reply" + owner("tidy"), "{\"message\":\"two\"}");

    JsonNode mine =
        post(inbox + "/messages/delete" + owner("tidy"), "{\"mode\":\"self\",\"limit\":1}");

    assertThat(Shapes.problems("inbox.messages.delete", mine)).isEmpty();
    assertThat(mine.get("deleted_count").asInt()).isEqualTo(1);
    assertThat(mine.toString()).contains("one").doesNotContain("two");
    assertThat(gateway.initiator().get(inbox + owner("other")).text()).contains("one", "two");
    resolve(id);
    JsonNode all = post(inbox + "/messages/delete" + owner("other"), "{\"mode\":\"both\"}");
    assertThat(all.get("deleted_count").asInt()).isEqualTo(2);
    assertThat(gateway.initiator().get(inbox + owner("tidy")).text())
        .doesNotContain("\"one\"", "\"two\"");
  }

  @Test
  void changesAreTurnedPageByPage() {
    String first = submit("paged", "");
    String second = submit("paged", "");
    resolve(first);

    JsonNode page =
        gateway.initiator().get("/v1/inbox/changes" + owner("paged") + "&limit=1").json();

    assertThat(Shapes.problems("inbox.changes", page)).isEmpty();
    assertThat(page.at("/changes/0/thread/thread_id").asText()).isEqualTo(second);
    assertThat(page.get("has_more").asBoolean()).isTrue();
    JsonNode rest =
        gateway
            .initiator()
            .get(
                "/v1/inbox/changes"
                    + owner("paged")
                    + "&cursor="
                    + page.get("next_cursor").asText())
            .json();
    assertThat(Shapes.problems("inbox.changes", rest)).isEmpty();
    assertThat(rest.at("/changes/0/thread/thread_id").asText()).isEqualTo(first);
    assertThat(rest.get("has_more").asBoolean()).isFalse();
    assertThat(gateway.initiator().get("/v1/inbox/changes?cursor=nonsense").status())
        .isEqualTo(422);
  }

  @Test
  void theHeaderNamesAnInboxTooAndMustAgree() {
    String id = submit("header", "");
    Http named = gateway.initiator().with("x-owner-agent", "agent://conformance/header");

    assertThat(named.get("/v1/inbox").text()).contains(id);
    assertThat(named.get("/v1/inbox" + owner("other")).status()).isEqualTo(400);
  }

  @Test
  void anAgentsKeyOpensNoOtherInbox() {
    Http own =
        gateway.key(
            TestGateway.WORKSPACE,
            Principal.Kind.AGENT,
            "agent://local/default/own",
            Scope.AGENT,
            Set.of());

    assertThat(own.get("/v1/inbox").status()).isEqualTo(200);
    assertThat(own.get("/v1/inbox" + owner("other")).status()).isEqualTo(403);
  }

  @Test
  void anUnknownApprovalIsPutOnRecordAndAKnownOneDecides() {
    String body = "{\"decision\":\"approve\",\"comment\":\"ok\"}";
    String unknown = UUID.randomUUID().toString();
    JsonNode recorded = post("/v1/approvals/" + unknown + "/decision", body);
    assertThat(Shapes.problems("approvals.decision", recorded)).isEmpty();
    assertThat(recorded.at("/approval/approval_id").asText()).isEqualTo(unknown);
    assertThat(recorded.get("decided").asBoolean()).as("nothing was decided").isFalse();
    assertThat(gateway.node().directory().documents("approvals", TestGateway.WORKSPACE))
        .anyMatch(document -> document.id().equals(unknown));

    String id = submit("asked", ",\"human_task\":{\"title\":\"May we?\"}");
    String path = "/v1/approvals/" + id + "/decision";
    assertThat(gateway.initiator().post(path, body).status()).isEqualTo(403);
    Http.Answer decided = gateway.approver().post(path, body);
    assertThat(decided.status()).as(decided.text()).isEqualTo(200);
    assertThat(decided.json().get("decided").asBoolean()).isTrue();
    assertThat(Shapes.problems("approvals.decision", decided.json())).isEmpty();
    assertThat(gateway.approver().post(path, body).status()).isEqualTo(409);
  }

  /// The last four digits of an id tell a step: those of none are no part of the intent.
  @Test
  void anApprovalsIdWithOtherLastDigitsThanTheIntents_decidesNothing() {
    String id = submit("asked", ",\"human_task\":{\"title\":\"May we?\"}");
    String other = id.substring(0, id.length() - 4) + "0fff";

    Http.Answer answer =
        gateway
            .approver()
            .post("/v1/approvals/" + other + "/decision", "{\"decision\":\"approve\"}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().get("decided").asBoolean()).isFalse();
    assertThat(answer.json().at("/approval/approval_id").asText()).isEqualTo(other);
    assertThat(gateway.initiator().get("/v1/intents/" + id).json().at("/intent/status").asText())
        .isEqualTo("WAITING");
  }
}
