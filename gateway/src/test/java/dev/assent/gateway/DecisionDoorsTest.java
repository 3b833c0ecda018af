package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.AuditRecord.What;
import dev.assent.contract.task.Shown;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every way in which a person decides at the gateway: the same answer means the same at each (ADR
/// 0028), and none says that something was decided when nothing was.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionDoorsTest {
  private TestGateway gateway;

  /// A door, and how its client says yes.
  enum Door {
    INBOX("/v1/inbox/%s/approve", ""),
    APPROVALS("/v1/approvals/%s/decision", "\"decision\":\"approve\","),
    RESUME("/v1/intents/%s/resume", "\"task_result\":{\"outcome\":\"approved\"},");

    private final String path;
    private final String yes;

    Door(String path, String yes) {
      this.path = path;
      this.yes = yes;
    }

    Http.Answer yes(Http who, String id, String more) {
      String body = ("{" + yes + more + "}").replace(",}", "}");
      return who.post(path.formatted(id), body);
    }
  }

  @BeforeAll
  void start() {
    gateway = TestGateway.inMemory();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private String ask(String more) {
    return gateway
        .initiator()
        .post(
            "/v1/intents",
            "{\"intent_type\":\"intent.doors.v1\",\"to_agent\":\"human\",\"payload\":{\"a\":1},"
                + "\"human_task\":{\"title\":\"May we?\""
                + more
                + "}}")
        .json()
        .get("intent_id")
        .asText();
  }

  private String apply(String steps) {
    Http.Answer answer =
        gateway
            .initiator()
            .post(
                "/v1/scenarios/apply",
                """
                {"scenario_id":"doors","agents":[{"role":"w","address":"doors-w","create_if_missing":true}],
                 "humans":[{"role":"sre"}],"workflow":{"steps":[%s]},
                 "intent":{"type":"intent.doors.%s.v1","payload":{}}}\
                """
                    .formatted(steps, UUID.randomUUID()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("intent_id").asText();
  }

  private String twoQuestions() {
    return apply(
        "{\"step_id\":\"a\",\"assigned_to\":\"sre\",\"requires_approval\":true},"
            + "{\"step_id\":\"b\",\"assigned_to\":\"sre\",\"requires_approval\":true}");
  }

  private JsonNode intent(String id) {
    return gateway.initiator().get("/v1/intents/" + id).json().get("intent");
  }

  private AuditRecord last(String id) {
    return gateway.node().audit(id).getLast();
  }

  private static void refused(Http.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSaysWhatWasShownIsBoundByIt(Door door) {
    String id = ask("");
    String hash = intent(id).get("content_hash").asText();
    Http anna = gateway.approver();

    refused(
        door.yes(anna, id, "\"content_hash\":\"" + "a".repeat(64) + "\""), 409, "content_changed");
    assertThat(last(id).shown().orElseThrow().content()).isPresent();
    assertThat(last(id).content().orElseThrow().hex()).as("what was open").isEqualTo(hash);
    refused(door.yes(anna, id, "\"version\":2"), 409, "stale_version");
    refused(door.yes(anna, id, "\"task_version\":2"), 409, "stale_version");
    refused(door.yes(anna, id, "\"step_id\":\"other\""), 409, "no_open_task");
    refused(door.yes(anna, id, "\"version\":1,\"task_version\":2"), 422, "invalid_request");
    refused(door.yes(anna, id, "\"content_hash\":\"short\""), 422, "invalid_request");
    assertThat(door.yes(anna, id, "\"version\":1,\"content_hash\":\"" + hash + "\"").status())
        .isEqualTo(200);
    assertThat(last(id).what()).isEqualTo(What.DECIDED);
    assertThat(last(id).shown().orElseThrow().proof()).isEqualTo(Shown.Proof.CONTENT);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverSaysNothingIsOnRecordAsUnbound(Door door) {
    String id = ask("");

    assertThat(door.yes(gateway.approver(), id, "").status()).isEqualTo(200);

    assertThat(last(id).shown()).contains(Shown.NOTHING);
    assertThat(last(id).content()).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskMayRequireTheBinding(Door door) {
    String id = ask(",\"require_binding\":true");
    assertThat(intent(id).at("/human_task/require_binding").asBoolean()).isTrue();

    refused(door.yes(gateway.approver(), id, ""), 422, "binding_required");
    refused(door.yes(gateway.approver(), id, "\"version\":1"), 422, "binding_required");
    String hash = intent(id).get("content_hash").asText();
    assertThat(door.yes(gateway.approver(), id, "\"content_hash\":\"" + hash + "\"").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void aDoubleClickDoesNotAnswerTheNextQuestion(Door door) {
    String id = twoQuestions();

    assertThat(door.yes(gateway.approver(), id, "").status()).isEqualTo(200);
    refused(door.yes(gateway.approver(), id, ""), 409, "already_decided");
    assertThat(intent(id).get("task_step_id").asText()).isEqualTo("b");
    assertThat(door.yes(gateway.approver(), id, "\"step_id\":\"b\"").status()).isEqualTo(200);
    assertThat(intent(id).get("status").asText()).isEqualTo("COMPLETED");
  }

  @ParameterizedTest
  @EnumSource
  void whereNobodyIsAskedYetNothingIsDecidedAndTheAnswerSaysSo(Door door) {
    String id =
        apply(
            "{\"step_id\":\"work\",\"assigned_to\":\"w\"},"
                + "{\"step_id\":\"ask\",\"assigned_to\":\"sre\",\"requires_approval\":true}");

    refused(door.yes(gateway.approver(), id, ""), 409, "no_open_task");
    refused(door.yes(gateway.initiator(), id, ""), 403, "not_allowed");
    assertThat(gateway.node().log())
        .filteredOn(batch -> batch.intent().toString().equals(id))
        .as("nothing was noted either")
        .hasSize(1);
    assertThat(gateway.initiator().get("/v1/inbox/" + id).text()).doesNotContain("inbox.approved");
  }

  @Test
  void anApprovalOfAnIntentThatAsksNobodyDecidesNothing() {
    String plain =
        gateway
            .initiator()
            .post("/v1/intents", "{\"intent_type\":\"t.v1\",\"to_agent\":\"w\",\"payload\":{}}")
            .json()
            .get("intent_id")
            .asText();

    refused(Door.APPROVALS.yes(gateway.approver(), plain, ""), 409, "no_open_task");
    refused(Door.APPROVALS.yes(gateway.agent(), plain, ""), 403, "not_allowed");
  }

  @Test
  void anApprovalOfAStepsIdIsNotTakenForAForeignOne() {
    String id =
        apply(
            "{\"step_id\":\"work\",\"assigned_to\":\"w\"},"
                + "{\"step_id\":\"ask\",\"assigned_to\":\"sre\",\"requires_approval\":true}");
    String step = id.substring(0, id.length() - 4) + "0001";

    refused(Door.APPROVALS.yes(gateway.approver(), step, ""), 409, "no_open_task");
    assertThat(gateway.node().directory().documents("approvals", TestGateway.WORKSPACE))
        .noneMatch(document -> document.id().equals(step));
  }

  @Test
  void anAgentsKeyApprovesNothingNotEvenWhatNobodyKnows() {
    String unknown = UUID.randomUUID().toString();

    refused(Door.APPROVALS.yes(gateway.agent(), unknown, ""), 403, "not_allowed");
    assertThat(gateway.node().directory().documents("approvals", TestGateway.WORKSPACE))
        .noneMatch(document -> document.id().equals(unknown));
  }

  @Test
  void whoeverBeganAnIntentDoesNotCompleteItOverItsQuestion() {
    String id = ask("");
    String path = "/v1/intents/" + id + "/resolve";
    String completed = "{\"status\":\"COMPLETED\",\"result\":{},\"reason\":\"by hand\"}";

    refused(gateway.initiator().post(path, completed), 403, "not_allowed");
    assertThat(last(id).what()).isEqualTo(What.REFUSED);
    Http.Answer resolved = gateway.admin().post(path, completed);

    assertThat(resolved.status()).as(resolved.text()).isEqualTo(200);
    assertThat(Shapes.problems("intents.resolve", resolved.json())).isEmpty();
    JsonNode ended = intent(id);
    assertThat(ended.get("status").asText()).isEqualTo("COMPLETED");
    assertThat(ended.at("/status_details/cause").asText()).isEqualTo("resolved");
    assertThat(ended.at("/status_details/decided").asBoolean(true)).isFalse();
    assertThat(ended.at("/status_details/by").asText()).isEqualTo("admin");
    assertThat(ended.at("/status_details/reason").asText()).isEqualTo("by hand");
    assertThat(ended.at("/status_details/undecided_step_id").asText()).isNotEmpty();
    assertThat(resolved.json().at("/event/details/resolved").asBoolean()).isTrue();
    assertThat(last(id).what()).isEqualTo(What.RESOLVED);
    assertThat(last(id).outcome()).isEmpty();
  }

  @Test
  void whoeverBeganAnIntentMayGiveItUpAndTheTrailTellsIt() {
    String id = ask("");

    gateway
        .initiator()
        .post(
            "/v1/intents/" + id + "/resolve", "{\"status\":\"CANCELED\",\"reason\":\"no longer\"}");

    assertThat(intent(id).at("/status_details/cause").asText()).isEqualTo("canceled");
    assertThat(last(id).what()).isEqualTo(What.WITHDRAWN);
    assertThat(last(id).comment()).isEqualTo("no longer");
    assertThat(last(id).who().id()).isEqualTo("initiator");
  }
}
