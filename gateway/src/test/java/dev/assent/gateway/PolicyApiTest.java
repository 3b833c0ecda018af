package dev.assent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.contract.Door;
import dev.assent.contract.Plan;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.audit.Change;
import dev.assent.contract.id.IntentId;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A type's policy belongs to the workspace, not to whoever submits (ADR 0032).
class PolicyApiTest extends ApiTest {
  private static final String APPLY = "/v1/scenarios/apply";

  private static final String GATED =
      """
      {"scenario_id":"pay.v1",
       "agents":[{"role":"checker","address":"%1$s-checker","create_if_missing":true}],
       "humans":[{"role":"cfo"}],
       "workflow":{"steps":[
         {"step_id":"check","assigned_to":"checker"},
         {"step_id":"release","assigned_to":"cfo","requires_approval":true}]},
       "intent":{"type":"intent.%1$s.v1","payload":{}}}\
      """;

  private static final String WITHOUT_PEOPLE =
      """
      {"scenario_id":"pay.v1",
       "agents":[{"role":"puppet","address":"%1$s-puppet","create_if_missing":true}],
       "workflow":{"steps":[{"step_id":"check","assigned_to":"puppet"}]},
       "intent":{"type":"intent.%1$s.v1","payload":{}}}\
      """;

  private static String gated(String name) {
    return GATED.formatted(name);
  }

  private static void applied(Http by, String path, String bundle) {
    Http.Answer answer = by.post(path, bundle);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private Optional<DirectoryEntry.Policy> policy(String name) {
    return gateway.node().directory().policy(TestGateway.WORKSPACE, "intent." + name + ".v1");
  }

  private JsonNode submitted(String body) {
    Http.Answer answer = gateway.initiator().post("/v1/intents", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode intent(JsonNode submitted) {
    return gateway
        .initiator()
        .get("/v1/intents/" + submitted.get("intent_id").asText())
        .json()
        .get("intent");
  }

  @Test
  void aPolicyThatAnotherDoorTookAMomentAgoIsNotPassedOver() {
    applied(gateway.initiator(), APPLY, gated("elsewhere"));
    DirectoryEntry.Policy policy = policy("elsewhere").orElseThrow();
    gateway.node().directory().remove(policy).join();
    gateway.node().directory().elsewhere(policy);

    JsonNode submitted =
        submitted("{\"intent_type\":\"intent.elsewhere.v1\",\"to_agent\":\"some-agent\"}");

    assertThat(submitted.at("/policy/version").asInt()).isEqualTo(1);
  }

  @Test
  void whoComesFirstGivesATypeItsPolicyAndNobodyButAnAdminTakesItsPeopleOut() {
    applied(gateway.initiator(), APPLY, gated("first"));
    applied(gateway.initiator(), APPLY, gated("first"));

    Http.Answer weaker =
        gateway.initiator().post(APPLY + "?reason=mine", WITHOUT_PEOPLE.formatted("first"));

    assertThat(weaker.status()).isEqualTo(403);
    assertThat(weaker.json().get("detail").asText())
        .contains("pay.v1@1", "intent.first.v1", "'initiator' with [INITIATOR]");
    assertThat(policy("first").orElseThrow().version()).isEqualTo(1);
    assertThat(gateway.node().topics())
        .as("nothing of a refused scenario happens")
        .noneMatch(agent -> agent.name().equals("first-puppet"));
    applied(
        gateway.admin(),
        APPLY + "?reason=nobody+is+asked+any+more",
        WITHOUT_PEOPLE.formatted("first"));
    assertThat(policy("first").orElseThrow())
        .returns(2, DirectoryEntry.Policy::version)
        .returns("initiator", DirectoryEntry.Policy::owner)
        .returns("admin", DirectoryEntry.Policy::appliedBy)
        .returns("nobody is asked any more", DirectoryEntry.Policy::reason);
  }

  @Test
  void anAdminNeedsAReasonToo() {
    applied(gateway.initiator(), APPLY, gated("reason"));

    Http.Answer without = gateway.admin().post(APPLY, WITHOUT_PEOPLE.formatted("reason"));

    assertThat(without.status()).isEqualTo(422);
    assertThat(without.json().get("detail").asText()).contains("a reason");
    assertThat(policy("reason").orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void anOwnerChangesTheirOwnPolicyWithTheScopeForItAndNoOther() {
    applied(gateway.admin(), APPLY + "?owner=finance", gated("owned"));
    Http finance =
        gateway
            .anonymous()
            .key(madeKey("{\"scopes\":[\"policy\",\"initiator\"],\"owner\":\"finance\"}"));
    Http sales =
        gateway
            .anonymous()
            .key(madeKey("{\"scopes\":[\"policy\",\"initiator\"],\"owner\":\"sales\"}"));
    String changed =
        gated("owned").replace("\"requires_approval\":true", "\"step_deadline_seconds\":60");

    assertThat(sales.post(APPLY + "?reason=r", changed).status()).isEqualTo(403);
    assertThat(policy("owned").orElseThrow().version()).isEqualTo(1);
    applied(finance, APPLY + "?reason=faster", changed);
    assertThat(policy("owned").orElseThrow().version()).isEqualTo(2);
  }

  private String madeKey(String request) {
    Http.Answer answer = gateway.admin().post("/v1/keys", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().at("/key/token").asText();
  }

  @Test
  void everyChangeOfAPolicyIsInTheAuditWithWhatWasAndWhatIs() {
    applied(gateway.initiator(), APPLY, gated("audited"));
    applied(gateway.initiator(), APPLY, gated("audited"));
    applied(gateway.admin(), APPLY + "?reason=no+need", WITHOUT_PEOPLE.formatted("audited"));

    List<AuditRecord> audits =
        gateway.node().directory().audits().stream()
            .filter(
                audit ->
                    audit.change().map(Change::subject).equals(Optional.of("intent.audited.v1")))
            .toList();

    assertThat(audits).hasSize(2);
    assertThat(audits.getFirst())
        .returns("policy_set", AuditRecord::outcome)
        .returns(IntentId.NONE, AuditRecord::intent)
        .returns(Door.GATEWAY, AuditRecord::door)
        .returns(Optional.of(new Plan.PolicyRef("pay.v1", 1)), AuditRecord::policy);
    AuditRecord second = audits.getLast();
    assertThat(second.outcome()).isEqualTo("policy_changed");
    assertThat(second.who().id()).isEqualTo("admin");
    assertThat(second.comment()).isEqualTo("no need");
    Change change = second.change().orElseThrow();
    assertThat(change.before()).isEqualTo(audits.getFirst().change().orElseThrow().after());
    assertThat(change.before().orElseThrow().content().orElseThrow().text()).contains("cfo");
    assertThat(change.after().orElseThrow().content().orElseThrow().text())
        .contains("puppet")
        .doesNotContain("cfo");
    assertThat(change.after().orElseThrow().hash())
        .isNotEqualTo(change.before().orElseThrow().hash());
  }

  @Test
  void aQuestionOfTheRequestsOwnIsAskedBesidesThoseOfThePolicy() {
    applied(gateway.initiator(), APPLY, gated("stricter"));

    JsonNode submitted =
        submitted(
            """
            {"intent_type":"intent.stricter.v1","to_agent":"human","payload":{},
             "human_task":{"title":"Just me","assignees":["person:approver"]}}\
            """);

    assertThat(submitted.get("warnings").toString())
        .contains("human_task", "asked first", "pay.v1");
    JsonNode first = intent(submitted);
    assertThat(first.at("/human_task/title").asText()).isEqualTo("Just me");
    assertThat(first.at("/policy/version").asInt()).isEqualTo(1);
    String resume = "/v1/intents/" + submitted.get("intent_id").asText() + "/resume";
    gateway.approver().post(resume, "{\"task_result\":{\"outcome\":\"approved\"}}");
    assertThat(intent(submitted).at("/pending_with/ref").asText())
        .isEqualTo("agent://local/default/stricter-checker");
  }

  @Test
  void whoAddressesPeopleIsAskedForThemWhereThePolicyHasNone() {
    applied(gateway.initiator(), APPLY, WITHOUT_PEOPLE.formatted("people"));

    JsonNode submitted =
        submitted("{\"intent_type\":\"intent.people.v1\",\"to_agent\":\"human\",\"payload\":{}}");

    assertThat(submitted.get("warnings").toString()).contains("to_agent", "people are asked first");
    assertThat(intent(submitted).get("lifecycle_waiting_reason").asText())
        .isEqualTo("WAITING_FOR_HUMAN");
  }

  @Test
  void anAgentOfTheRequestsChoiceDoesNotGetThePolicysStep() {
    applied(gateway.initiator(), APPLY, gated("puppet"));

    JsonNode submitted =
        submitted("{\"intent_type\":\"intent.puppet.v1\",\"to_agent\":\"mine\",\"payload\":{}}");

    assertThat(submitted.get("warnings").toString())
        .contains("to_agent", "puppet-checker", "agent://local/default/mine gets nothing");
    assertThat(intent(submitted).at("/pending_with/ref").asText())
        .isEqualTo("agent://local/default/puppet-checker");
    JsonNode own =
        submitted(
            "{\"intent_type\":\"intent.puppet.v1\",\"to_agent\":\"puppet-checker\",\"payload\":{}}");
    assertThat(own.has("warnings")).as(own.toString()).isFalse();
  }

  @Test
  void whoSubmittedDoesNotGrantThemselvesThePolicysStep() {
    applied(gateway.initiator(), APPLY, gated("grants"));
    JsonNode submitted =
        submitted("{\"intent_type\":\"intent.grants.v1\",\"to_agent\":\"human\",\"payload\":{}}");
    String path = "/v1/intents/" + submitted.get("intent_id").asText() + "/policy";
    String grant = "{\"grants_patch\":{\"initiator\":{\"allow\":[\"resume\"]}}}";

    Http.Answer refused = gateway.initiator().post(path, grant);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("detail").asText()).contains("looser than policy 'pay.v1'");
    assertThat(gateway.admin().post(path, grant).status()).isEqualTo(200);
  }

  @Test
  void nobodyElsesInitiatorSpeaksForAnAgentThatAPolicyNames() {
    applied(gateway.admin(), APPLY + "?owner=finance", gated("agents"));
    JsonNode account =
        gateway
            .initiator()
            .post("/v1/service-accounts", "{\"name\":\"agents-checker\"}")
            .json()
            .get("service_account");
    String path = "/v1/service-accounts/" + account.get("service_account_id").asText();

    assertThat(gateway.initiator().post(path + "/keys", "{}").status()).isEqualTo(403);
    assertThat(
            gateway
                .initiator()
                .send(
                    "PATCH",
                    path,
                    "{\"delivery_mode\":\"http\",\"callback_url\":\"https://me.example\"}")
                .status())
        .isEqualTo(403);
    assertThat(gateway.initiator().send("DELETE", path, "").status()).isEqualTo(403);
    assertThat(gateway.admin().post(path + "/keys", "{}").status()).isEqualTo(200);
    assertThat(gateway.admin().send("DELETE", path, "").status()).isEqualTo(200);
    assertThat(
            gateway
                .initiator()
                .post("/v1/service-accounts", "{\"name\":\"agents-checker\"}")
                .status())
        .as("nor is one registered in its place")
        .isEqualTo(403);
  }

  @Test
  void aWorkspaceIsClosedToFirstPoliciesOfInitiatorsAndTheAuditSaysBy() {
    String path = "/v1/workspace/settings";
    assertThat(gateway.initiator().get(path).json().at("/workspace/open_policies").asBoolean())
        .isTrue();
    assertThat(gateway.initiator().send("PATCH", path, "{\"open_policies\":false}").status())
        .isEqualTo(403);

    Http.Answer closed =
        gateway
            .admin()
            .send("PATCH", path, "{\"open_policies\":false,\"reason\":\"in production\"}");

    assertThat(closed.json().at("/workspace/open_policies").asBoolean())
        .as(closed.text())
        .isFalse();
    try {
      assertThat(gateway.initiator().post(APPLY, gated("closed")).status()).isEqualTo(403);
      Http quality =
          gateway
              .anonymous()
              .key(madeKey("{\"scopes\":[\"policy\",\"initiator\"],\"owner\":\"quality\"}"));
      applied(quality, APPLY, gated("closed"));
      assertThat(policy("closed").orElseThrow().owner()).isEqualTo("quality");
      assertThat(gateway.node().directory().audits())
          .anySatisfy(
              audit -> {
                assertThat(audit.outcome()).isEqualTo("setting_set");
                assertThat(audit.who().id()).isEqualTo("admin");
                assertThat(audit.comment()).isEqualTo("in production");
                assertThat(audit.change().orElseThrow().subject()).isEqualTo("open_policies");
                assertThat(audit.change().orElseThrow().after().orElseThrow().name())
                    .isEqualTo("off");
              });
    } finally {
      gateway.admin().send("PATCH", path, "{\"open_policies\":true}");
    }
  }

  @Test
  void aSubmitSaysUnderWhichPolicyItRunsOrWhichOneMayHaveBeenMeant() {
    applied(gateway.initiator(), APPLY, gated("named"));

    JsonNode right =
        submitted("{\"intent_type\":\"intent.named.v1\",\"to_agent\":\"human\",\"payload\":{}}");
    JsonNode slip =
        submitted("{\"intent_type\":\"intent.nmaed.v1\",\"to_agent\":\"human\",\"payload\":{}}");

    assertThat(right.at("/policy/scenario_id").asText()).isEqualTo("pay.v1");
    assertThat(right.at("/policy/version").asInt()).isEqualTo(1);
    assertThat(intent(right).path("policy")).isEqualTo(right.path("policy"));
    assertThat(right.has("nearest_type")).isFalse();
    assertThat(slip.get("policy").isNull()).isTrue();
    assertThat(slip.get("nearest_type").asText()).isEqualTo("intent.named.v1");
    assertThat(slip.get("warnings").toString())
        .contains("intent_type", "no policy is applied", "intent.named.v1");
  }

  @Test
  void aRepeatedSubmitSaysThePolicyThatItBeganUnder() {
    applied(gateway.initiator(), APPLY, gated("again"));
    String body = "{\"intent_type\":\"intent.again.v1\",\"to_agent\":\"human\",\"payload\":{}}";
    Http keyed = gateway.initiator().with("Idempotency-Key", "under-version-1");
    assertThat(keyed.post("/v1/intents", body).json().at("/policy/version").asInt()).isEqualTo(1);
    applied(gateway.admin(), APPLY + "?reason=r", WITHOUT_PEOPLE.formatted("again"));

    assertThat(keyed.post("/v1/intents", body).json().at("/policy/version").asInt()).isEqualTo(1);
    assertThat(submitted(body).at("/policy/version").asInt()).isEqualTo(2);
  }

  @Test
  void aRepeatedSubmitIsToldWhatWasToldFirst() {
    applied(gateway.initiator(), APPLY, gated("retold"));
    Http keyed = gateway.initiator().with("Idempotency-Key", "told-once");
    String body = "{\"intent_type\":\"intent.retold.v1\",\"to_agent\":\"mine\",\"payload\":{}}";
    String slip =
        "{\"intent_type\":\"intent.retodl.v1\",\"to_agent\":\"human\",\"payload\":{},"
            + "\"human_task\":{\"title\":\"T\",\"descripton\":\"D\"}}";
    JsonNode first = keyed.post("/v1/intents", body).json();
    Http another = gateway.initiator().with("Idempotency-Key", "told-of-a-slip");
    JsonNode slipped = another.post("/v1/intents", slip).json();
    applied(gateway.admin(), APPLY + "?reason=r", gated("retold"));
    applied(gateway.admin(), APPLY + "?reason=r", gated("retodl"));

    JsonNode again = keyed.post("/v1/intents", body).json();

    assertThat(first.get("warnings").toString()).contains("'pay.v1' version 1");
    assertThat(again.get("warnings")).isEqualTo(first.get("warnings"));
    assertThat(slipped.get("warnings")).hasSize(2);
    assertThat(another.post("/v1/intents", slip).json()).isEqualTo(slipped);
  }

  @Test
  void aWorkspaceRefusesTypesWithoutAPolicyOnceItIsSet() {
    applied(gateway.initiator(), APPLY, gated("required"));
    String path = "/v1/workspace/settings";
    gateway.admin().send("PATCH", path, "{\"require_policy\":true}");
    try {
      for (String body :
          List.of(
              "{\"intent_type\":\"intent.requierd.v1\",\"to_agent\":\"worker\",\"payload\":{}}",
              "{\"intent_type\":\"intent.requierd.v1\",\"to_agent\":\"human\",\"payload\":{},"
                  + "\"human_task\":{\"title\":\"?\"}}")) {
        Http.Answer refused = gateway.initiator().post("/v1/intents", body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("detail").asText())
            .contains("'intent_type'", "the nearest that has one is 'intent.required.v1'");
      }
      submitted("{\"intent_type\":\"intent.required.v1\",\"to_agent\":\"human\",\"payload\":{}}");
    } finally {
      gateway.admin().send("PATCH", path, "{\"require_policy\":false}");
    }
    submitted("{\"intent_type\":\"intent.requierd.v1\",\"to_agent\":\"worker\",\"payload\":{}}");
  }

  @Test
  void aServiceAccountsKeySubmitsAndEndsAsTheAgentItIsAndNeverDecides() {
    String account =
        gateway
            .initiator()
            .post("/v1/service-accounts", "{\"name\":\"handing-on\"}")
            .json()
            .at("/service_account/service_account_id")
            .asText();
    String keys = "/v1/service-accounts/" + account + "/keys";
    Http agent =
        gateway
            .anonymous()
            .key(gateway.initiator().post(keys, "{}").json().at("/key/token").asText());
    Http.Answer narrow = gateway.initiator().post(keys, "{\"scope\":\"agent\"}");
    Http worker = gateway.anonymous().key(narrow.json().at("/key/token").asText());
    String work =
        "{\"intent_type\":\"intent.handed.v1\",\"to_agent\":\"worker\",\"payload\":{},"
            + "\"from_agent\":\"agent://somebody/else/entirely\"}";

    JsonNode handed = agent.post("/v1/intents", work).json();

    assertThat(handed.get("warnings").toString()).contains("from_agent", "handing-on");
    assertThat(intent(handed).get("from_agent").asText())
        .isEqualTo("agent://local/default/handing-on");
    String resolve = "/v1/intents/" + handed.get("intent_id").asText() + "/resolve";
    String canceled = "{\"status\":\"CANCELED\",\"reason\":\"no more\"}";
    assertThat(worker.post("/v1/intents", work).status()).as("narrower").isEqualTo(403);
    assertThat(worker.post(resolve, canceled).status()).isEqualTo(403);
    assertThat(agent.post(resolve, canceled).status()).isEqualTo(200);
    JsonNode others =
        submitted("{\"intent_type\":\"intent.handed.v1\",\"to_agent\":\"human\",\"payload\":{}}");
    String other = "/v1/intents/" + others.get("intent_id").asText();
    assertThat(agent.post(other + "/resolve", canceled).status()).isEqualTo(403);
    assertThat(
            agent.post(other + "/resume", "{\"task_result\":{\"outcome\":\"approved\"}}").status())
        .isEqualTo(403);
    assertThat(gateway.initiator().post(keys, "{\"scope\":\"approver\"}").status())
        .as("it is an agent's")
        .isEqualTo(422);
  }
}
