package dev.assent.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Hash;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.MemoryDirectory;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.json.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A request as a real client sends it, for each row of [CreateRequest].
class CreateRequestTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");

  private static CreateRequest request(String text) {
    return CreateRequest.named((ObjectNode) CanonicalJson.parse(text));
  }

  private static Hash same(String text) {
    return request(text).same();
  }

  @Test
  void named_theSeedsTypeScriptProgram() {
    ObjectNode named =
        request(
                """
                {"intentType":"intent.infra.change_approval.v1",
                 "toAgent":"agent://myorg/production/infra-validator",
                 "payload":{"changeType":"database_migration"},"correlation_id":"c"}\
                """)
            .body();

    assertThat(named.get("intent_type").asText()).isEqualTo("intent.infra.change_approval.v1");
    assertThat(named.get("to_agent").asText()).endsWith("infra-validator");
    assertThat(named.at("/payload/changeType").asText()).isEqualTo("database_migration");
    assertThat(request("{\"to_agent\":\"a\",\"toAgent\":\"b\"}").body().toString())
        .isEqualTo("{\"to_agent\":\"a\"}");
  }

  @Test
  void payload_theSeedsGoProgram() {
    ObjectNode payload =
        request(
                """
                {"change_type":"database_migration","correlation_id":"c",
                 "intent_type":"intent.infra.change_approval.v1","target":"prod-postgres-main",
                 "to_agent":"agent://myorg/production/infra-validator"}\
                """)
            .payload();

    assertThat(CanonicalJson.of(payload).text())
        .isEqualTo("{\"change_type\":\"database_migration\",\"target\":\"prod-postgres-main\"}");
    assertThat(request("{\"payload\":{\"a\":1},\"b\":2}").payload().toString())
        .isEqualTo("{\"a\":1}");
    assertThatThrownBy(() -> request("{\"payload\":7}").payload())
        .hasMessage("expected an object in 'payload', but it is NUMBER");
  }

  @Test
  void submit_aDeadlineIsFrom1970To9999() {
    for (String far :
        List.of(
            "-290308-12-21T19:59:05.224192Z",
            "0001-01-01T00:00:00Z",
            "+10000-01-01T00:00:00Z",
            "+294247-01-10T04:00:54.775807Z")) {
      CreateRequest request =
          request(
              "{\"intent_type\":\"i\",\"to_agent\":\"a\",\"payload\":{},\"deadline_at\":\""
                  + far
                  + "\"}");
      assertThatThrownBy(request::same)
          .hasMessage(
              "expected a time from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z in"
                  + " 'deadline_at', but got the text '"
                  + far
                  + "'");
    }
  }

  @Test
  void submit_onlyAnAgentThatIsRegisteredHasATopic() {
    MemoryDirectory directory = new MemoryDirectory();
    assertThat(topicOfTheWorker(directory)).as("never registered").isFalse();
    directory.put(worker("sa_1", true)).join();
    assertThat(topicOfTheWorker(directory)).as("registered").isTrue();
    directory.put(worker("sa_1", false)).join();
    assertThat(topicOfTheWorker(directory)).as("deleted").isFalse();
    directory.put(worker("sa_2", true)).join();
    assertThat(topicOfTheWorker(directory)).as("registered again").isTrue();
  }

  private static DirectoryEntry.Agent worker(String id, boolean active) {
    return new DirectoryEntry.Agent(
        id,
        "worker",
        new AgentAddress("local", "default", "worker"),
        WORKSPACE,
        "",
        "stream",
        Instant.EPOCH,
        active,
        "admin",
        Optional.empty());
  }

  private static boolean topicOfTheWorker(Directory directory) {
    Principal caller =
        new Principal(
            Principal.Kind.SERVICE,
            "deployer",
            WORKSPACE,
            Set.of(Scope.INITIATOR),
            Set.of(),
            "api_key:ak_1",
            Optional.empty());
    Plan plan =
        request("{\"intent_type\":\"x\",\"to_agent\":\"worker\"}")
            .read(caller, directory, () -> "c")
            .command()
            .plan();
    return ((Plan.Step.Agent) plan.steps().getFirst()).topic();
  }

  @Test
  void read_anAgentBesideAQuestionIsTold_becausePeopleAreAsked() {
    for (String more :
        List.of("'intent_type':'x','human_task':{}", "'intent_type':'human_approval.v1'")) {
      assertThat(warningsOf("{'to_agent':'worker'," + more + "}"))
          .containsExactly(
              "'to_agent': people are asked, and no agent: agent://local/default/worker gets"
                  + " nothing");
      assertThat(warningsOf("{'to_agent':'human'," + more + "}")).isEmpty();
    }
    assertThat(warningsOf("{'to_agent':'worker','intent_type':'x'}")).isEmpty();
  }

  private static List<String> warningsOf(String body) {
    return warnings((ObjectNode) CanonicalJson.parse(body.replace('\'', '"')));
  }

  @Test
  void intentType_theReadmesSnippets() {
    assertThat(request("{\"intent_type\":\"human_approval.v1\"}").intentType())
        .isEqualTo("human_approval.v1");
  }

  @Test
  void human_approval_asksAnApproverOfTheWorkspaceUnlessAPolicySaysMore() {
    Principal caller =
        new Principal(
            Principal.Kind.SERVICE,
            "deployer",
            WORKSPACE,
            Set.of(Scope.INITIATOR),
            Set.of(),
            "api_key:ak_1",
            Optional.empty());
    MemoryDirectory directory = new MemoryDirectory();
    CreateRequest request =
        request("{\"intent_type\":\"human_approval.v1\",\"to_agent\":\"agent://a/b/c\"}");

    Plan builtIn = request.read(caller, directory, () -> "c").command().plan();
    assertThat(builtIn.steps())
        .singleElement()
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            step -> {
              assertThat(step.task().type()).isEqualTo(TaskType.APPROVAL);
              assertThat(step.task().assignees()).isEmpty();
            });

    Plan own =
        request("{\"intent_type\":\"x\",\"to_agent\":\"worker\"}")
            .read(caller, directory, () -> "c")
            .command()
            .plan();
    var _ =
        directory.put(
            new DirectoryEntry.Policy(
                WORKSPACE, "human_approval.v1", "own.v1", 1, own, Instant.EPOCH, "ann", "ann", ""));
    assertThat(
            request("{\"intent_type\":\"human_approval.v1\",\"to_agent\":\"worker\"}")
                .read(caller, directory, () -> "c")
                .command()
                .plan())
        .isEqualTo(own);
  }

  @Test
  void same_sdksThatMakeACorrelationIdForEveryCall() {
    assertThat(same("{\"intent_type\":\"x\",\"correlation_id\":\"1\"}"))
        .isEqualTo(same("{\"intent_type\":\"x\",\"correlation_id\":\"2\"}"));
  }

  @Test
  void theSameRequestInAnotherSpelling_isTheSame() {
    Hash plain =
        same(
            """
            {"intent_type":"x","payload":{"a":1},"remind_after_seconds":5,
             "deadline_at":"2026-03-01T12:00:00Z"}\
            """);

    assertThat(
            same(
                """
                {"intentType":"x","a":1,"remindAfterSeconds":5.0,"reply_to":null,"to_agent":"",
                 "from_agent":"me","deadlineAt":"2026-03-01T13:00:00.000+01:00"}\
                """))
        .isEqualTo(plain);
  }

  @Test
  void anotherRequest_isNot() {
    Hash plain = same("{\"intent_type\":\"x\",\"payload\":{\"a\":1}}");

    assertThat(same("{\"intent_type\":\"x\",\"payload\":{\"a\":2}}")).isNotEqualTo(plain);
    assertThat(same("{\"intent_type\":\"x\",\"payload\":{\"a\":1},\"b\":2}")).isNotEqualTo(plain);
    assertThat(same("{\"intent_type\":\"x\",\"payload\":{\"a\":1},\"to_agent\":\"b\"}"))
        .isNotEqualTo(plain);
  }

  @Test
  void thePublishedSchemaHasEveryField() {
    assertThat(RequestSchema.CREATE_REQUEST.root().all())
        .containsAll(CreateRequest.FIELDS)
        .hasSize(CreateRequest.FIELDS.size() + 1)
        .contains("$schema");
    assertThat(warnings("{\"payload\":{},\"$schema\":\"x\"}")).isEmpty();
  }

  @Test
  void whatHasNoEffectIsNamed() {
    assertThat(warnings("{\"payload\":{},\"priority\":1,\"remind_after_seconds\":9}"))
        .containsExactly(
            "'priority': there is no such field, so it has no effect",
            "'remind_after_seconds': it has no effect on this intent");
    assertThat(warnings("{\"payload\":{},\"human_task\":{\"titel\":\"T\"}}"))
        .contains(
            "'human_task.titel': there is no such field; did you mean 'title'? It has no effect");
    assertThat(warnings("{\"priority\":1}")).as("folded into the payload").isEmpty();
  }

  @Test
  void aSlipThatWouldLoseThePersonIsRefused() {
    for (String slip :
        List.of(
            "{\"payload\":{},\"human_taks\":{\"title\":\"T\"}}",
            "{\"human_taks\":{\"title\":\"T\"},\"folded\":1}",
            "{\"payload\":{},\"approval_required\":true}",
            "{\"payload\":{},\"human_task\":{\"assignee\":[\"bob\"]}}",
            "{\"payload\":{},\"human_task\":{\"assignees\":[\"user:bob\"]}}")) {
      assertThatThrownBy(() -> warnings(slip)).as(slip).isInstanceOf(Fields.WrongException.class);
    }
    for (String to : List.of("humans", "Human", "humen")) {
      ObjectNode body = (ObjectNode) CanonicalJson.parse("{\"intent_type\":\"t\",\"payload\":{}}");
      body.put("to_agent", to);
      assertThatThrownBy(() -> warnings(body)).as(to).hasMessageContaining("did you mean 'human'?");
    }
    assertThat(warnings("{\"approved_by\":\"x\",\"human_readable\":true}"))
        .as("folded into the payload")
        .isEmpty();
  }

  private static List<String> warnings(String more) {
    ObjectNode body = (ObjectNode) CanonicalJson.parse(more);
    return warnings(body.put("intent_type", "t").put("to_agent", "bot"));
  }

  private static List<String> warnings(ObjectNode body) {
    Principal caller =
        new Principal(
            Principal.Kind.SERVICE,
            "svc",
            WORKSPACE,
            Set.of(Scope.INITIATOR),
            Set.of(),
            "test",
            Optional.empty());
    return CreateRequest.named(body)
        .read(caller, new MemoryDirectory(), () -> "c")
        .warnings()
        .stream()
        .map(Warning::toString)
        .toList();
  }
}
