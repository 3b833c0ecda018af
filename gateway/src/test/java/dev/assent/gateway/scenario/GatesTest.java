package dev.assent.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.intake.fields.Warning;
import dev.assent.wire.json.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever in a scenario asks for a person puts one in the way or is refused.
class GatesTest {
  private static Scenario.Compiled compile(String bundle) {
    return ScenarioCompiler.compile(
        (ObjectNode) CanonicalJson.parse(bundle),
        new Workspace("local", "default"),
        new AgentAddress("local", "default", "registered")::equals,
        address -> address.org().equals("local"));
  }

  /// An agent `worker`, a person `sre_oncall`, and these steps.
  private static Scenario.Compiled steps(String steps) {
    return compile(
        """
        {"scenario_id":"s","intent":{"type":"intent.x.v1"},
         "agents":[{"role":"worker","address":"bot","create_if_missing":true}],"humans":[{"role":"sre_oncall"}],
         "workflow":{"steps":[%s]}}\
        """
            .formatted(steps));
  }

  private static List<Plan.Step> plan(Scenario.Compiled compiled) {
    assertThat(compiled.errors()).isEmpty();
    return compiled.scenario().orElseThrow().steps();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"assigned_to\":\"worker\",\"requires_approval\":true",
        "\"assigned_to\":\"worker\",\"human_task\":{\"title\":\"May it?\"}",
        "\"assigned_to\":\"worker\",\"tool_id\":\"tool.approval.human_signoff\"",
        "\"assigned_to\":\"bot\",\"tool_id\":\"tool.human.approval.v1\"",
        "\"assigned_to\":\"agent://else/where/x\",\"requires_approval\":true",
        "\"assigned_to\":\"registered\",\"requires_approval\":true",
        "\"runtime_type\":\"delay\",\"config\":{\"seconds\":1},\"requires_approval\":true",
        "\"runtime_type\":\"notification\",\"human_task\":{\"title\":\"Seen?\"}"
      })
  void aStepOfAnotherThatAsksForAPersonIsFollowedByThePerson(String step) {
    Scenario.Compiled compiled = steps("{\"step_id\":\"a\"," + step + "}");

    List<Plan.Step> plan = plan(compiled);
    assertThat(plan).hasSize(2);
    assertThat(plan.getFirst()).isNotInstanceOf(Plan.Step.Human.class);
    assertThat(plan.get(1))
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.id()).isEqualTo(new StepId("a.approval"));
              assertThat(human.task().assignees()).containsExactly(new Assignee.Role("sre_oncall"));
            });
    assertThat(compiled.warnings())
        .extracting(Warning::text)
        .anyMatch(text -> text.startsWith("a person is asked once this step is done"));
  }

  @Test
  void theStepsLinksBecomeThoseOfItsQuestion() {
    List<Plan.Step> plan =
        plan(
            steps(
                """
                {"step_id":"a","assigned_to":"worker","requires_approval":true,"on_success":"c",
                 "on_failure":"b"},
                {"step_id":"b","assigned_to":"worker"},{"step_id":"c","assigned_to":"worker"}\
                """));

    assertThat(plan)
        .extracting(step -> step.id().value())
        .containsExactly("a", "a.approval", "b", "c");
    assertThat(plan.get(0).onSuccess()).isEmpty();
    assertThat(plan.get(0).onFailure()).contains(new StepId("b"));
    assertThat(plan.get(1).onSuccess()).contains(new StepId("c"));
    assertThat(plan.get(1).onFailure()).contains(new StepId("b"));
  }

  @Test
  void theIntentsQuestionIsAskedAtTheEndWhereNoStepAsksIt() {
    String bundle =
        """
        {"scenario_id":"s","agents":[{"role":"worker","address":"bot"}],
         "intent":{"type":"t","human_task":{"title":"May it?"},"remind_after_seconds":60},
         "workflow":{"steps":[{"step_id":"a","assigned_to":"worker"}%s]}}\
        """;

    for (String more : List.of("", ",{\"step_id\":\"b\",\"human_task\":{\"title\":\"Another\"}}")) {
      assertThat(plan(compile(bundle.formatted(more))).getLast())
          .isInstanceOfSatisfying(
              Plan.Step.Human.class,
              human -> {
                assertThat(human.task().title()).isEqualTo("May it?");
                assertThat(human.reminders()).isPresent();
              });
    }
    assertThat(plan(compile(bundle.formatted(",{\"step_id\":\"b\",\"requires_approval\":true}"))))
        .as("a step asks it")
        .hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"step_id\":\"a\",\"assigned_to\":\"sre_oncal\"}",
        "{\"step_id\":\"a\",\"assigned_to\":\"sre-on-call\",\"requires_approval\":true}",
        "{\"step_id\":\"a\",\"requires_approval\":true,\"human_task\":{\"assignees\":[\"SRE_oncall\"]}}"
      })
  void aMisspeltPersonIsRefusedWithTheNearest(String step) {
    assertThat(steps(step).errors())
        .singleElement()
        .asString()
        .contains("workflow.steps[0]")
        .contains("did you mean 'sre_oncall'?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"requires_aproval\":true",
        "\"requiresApproval\":true",
        "\"human_taks\":{\"title\":\"T\"}",
        "\"needs_approval\":true",
        "\"approvers\":[\"sre_oncall\"]",
        "\"humanTask\":{\"title\":\"T\"}"
      })
  void aMisspeltGateIsRefused(String field) {
    String name = field.substring(1, field.indexOf('"', 1));
    assertThat(steps("{\"step_id\":\"a\",\"assigned_to\":\"worker\"," + field + "}").errors())
        .singleElement()
        .asString()
        .contains("'workflow.steps[0]." + name + "'");
  }

  @Test
  void aMisspeltListOfStepsOrPeopleIsRefused() {
    for (String slip : List.of("workflows", "human", "work_flow", "humanss")) {
      assertThat(
              compile(
                      """
                      {"scenario_id":"s","intent":{"type":"t"},"%s":[],
                       "agents":[{"role":"worker","address":"bot"}]}\
                      """
                          .formatted(slip))
                  .errors())
          .as(slip)
          .singleElement()
          .asString()
          .contains("'" + slip + "'");
    }
  }

  @Test
  void stepsUnderTheirOtherNameAreNotLost() {
    assertThat(
            plan(
                compile(
                    """
                    {"scenario_id":"s","intent":{"type":"t"},"humans":[{"role":"cab"}],
                     "agents":[{"role":"worker","address":"bot"}],"workflow_steps":[
                      {"step_id":"a","assigned_to":"worker"},
                      {"step_id":"b","assigned_to":"cab"},{"step_id":"c","assigned_to":"worker"}]}\
                    """)))
        .hasSize(3);
  }

  /// AXME's older examples have their steps beside the workflow, an agent's check with an
  /// approval's tool, and blocks for a program that runs them.
  @Test
  void filesOfAxmesOlderExamplesApply() {
    Scenario.Compiled compiled =
        compile(
            """
            {"scenario_id":"older","model":"A","pattern":"request_response","_note":"N",
             "agents":[{"role":"checker","address":"window-checker","delivery_mode":"stream",
               "handler":{"type":"logic","name":"check"},"description":"first"}],
             "humans":[{"role":"cab","display_name":"CAB","handler":{"type":"interactive"}}],
             "workflow_steps":[
              {"step_id":"check","tool_id":"tool.approval.check_window","assigned_to":"checker",
               "step_deadline_seconds":60,"description":"D"},
              {"step_id":"tell","runtime_type":"notification",
               "config":{"channels":["email"],"subject":"S","body":"B","_note":"N"}},
              {"step_id":"signoff","tool_id":"tool.approval.human_signoff","assigned_to":"cab",
               "requires_approval":true,"step_deadline_seconds":3600,"remind_after_seconds":300,
               "human_task":{"title":"T","required_comment":false}}],
             "intent":{"to_agent":"checker","type":"t","payload":{}},
             "durability":{"deadline_minutes":60,"max_delivery_attempts":3}}\
            """);

    assertThat(plan(compiled))
        .extracting(step -> step.id().value())
        .containsExactly("check", "check.approval", "tell", "signoff");
    assertThat(compiled.warnings())
        .extracting(Warning::path)
        .contains(
            "durability", "agents[0].handler", "intent.to_agent", "workflow_steps[0].tool_id");
  }

  @Test
  void aPersonWhomNoWayLeadsToIsRefused() {
    assertThat(
            steps(
                    """
                    {"step_id":"a","assigned_to":"worker","on_success":"c"},
                    {"step_id":"b","assigned_to":"sre_oncall"},{"step_id":"c","assigned_to":"worker"}\
                    """)
                .errors())
        .containsExactly("expected a way to the person of step 'b', but no step leads there");
  }

  @Test
  void anAgentIsNobodyToAsk() {
    for (String step :
        List.of(
            "\"runtime_type\":\"human_approval\",\"assigned_to\":\"worker\"",
            "\"human_task\":{\"assignees\":[\"worker\"]}",
            "\"human_task\":{\"assignees\":[\"agent://local/default/bot\"]}",
            "\"requires_approval\":true,\"escalate_to\":\"worker\"")) {
      assertThat(steps("{\"step_id\":\"a\"," + step + "}").errors())
          .as(step)
          .singleElement()
          .asString()
          .contains("no agent ever decides");
    }
  }

  @Test
  void oneRoleStandsForOne() {
    assertThat(
            compile(
                    """
                    {"scenario_id":"s","intent":{"type":"t"},"humans":[{"role":"boss"}],
                     "agents":[{"role":"boss","address":"bot"}]}\
                    """)
                .errors())
        .singleElement()
        .asString()
        .contains("humans[0].role", "'boss' comes twice");
  }

  @Test
  void whatHasNoEffectWhereItStandsIsNamed() {
    Scenario.Compiled compiled =
        compile(
            """
            {"scenario_id":"s","pattern":"x","intent":{"type":"t","to_agent":"bot","priority":1},
             "agents":[{"role":"worker","address":"bot","handler":{}}],
             "humans":[{"role":"sre"}],
             "workflow":{"parameters":{"a":1},"steps":[
              {"step_id":"a","assigned_to":"worker","remind_after_seconds":60,"on_deadline":"next"},
              {"step_id":"b","runtime_type":"reminder"},
              {"step_id":"c","runtime_type":"timeout","config":{"seconds":1},"assigned_to":"sre"},
              {"step_id":"d","tool_id":"tool.internal.escalation"},
              {"step_id":"e","assigned_to":"sre","max_reminders":2,"retry":{"max_retries":1}}]}}\
            """);

    assertThat(compiled.errors()).isEmpty();
    assertThat(compiled.warnings())
        .extracting(Warning::path)
        .containsExactlyInAnyOrder(
            "pattern",
            "intent.to_agent",
            "intent.priority",
            "agents[0].handler",
            "workflow.parameters",
            "workflow.steps[0].remind_after_seconds",
            "workflow.steps[0].on_deadline",
            "workflow.steps[1].runtime_type",
            "workflow.steps[2].runtime_type",
            "workflow.steps[2].assigned_to",
            "workflow.steps[3].tool_id",
            "workflow.steps[4].max_reminders",
            "workflow.steps[4].retry");
  }

  @Test
  void anEscalationThatNeverComesIsRefusedOrNamed() {
    assertThat(
            steps(
                    """
                    {"step_id":"a","requires_approval":true,"step_deadline_seconds":1,
                     "on_deadline":"escalate"}\
                    """)
                .errors())
        .containsExactly(
            "expected somebody to escalate to in 'workflow.steps[0].escalate_to', but there is"
                + " nobody");
    for (String waits :
        List.of(
            "\"escalate_to\":\"person:bob\"",
            "\"escalate_to\":\"dba\",\"remind_after_seconds\":60,\"step_deadline_seconds\":100",
            "\"remind_after_seconds\":60,\"step_deadline_seconds\":60",
            "\"on_deadline\":\"reject\"",
            "\"max_reminders\":2")) {
      Scenario.Compiled compiled =
          steps("{\"step_id\":\"a\",\"requires_approval\":true," + waits + "}");
      assertThat(compiled.errors()).as(waits).isEmpty();
      assertThat(compiled.warnings()).as(waits).hasSize(1);
    }
    assertThat(
            steps(
                    """
                    {"step_id":"a","requires_approval":true,"escalate_to":"dba",
                     "remind_after_seconds":60,"max_reminders":2,"step_deadline_seconds":600}\
                    """)
                .warnings())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:bob", "person: bob", "bob, carol", "person:", "Role:dba", " bob"})
  void whoCanBeNobodyIsRefused(String who) {
    assertThat(
            steps("{\"step_id\":\"a\",\"human_task\":{\"assignees\":[\"" + who + "\"]}}").errors())
        .singleElement()
        .asString()
        .contains("'workflow.steps[0].human_task.assignees'");
  }

  @Test
  void allPeopleOfAScenarioWithoutStepsAreAsked() {
    Scenario.Compiled compiled =
        compile(
            """
            {"scenario_id":"s","intent":{"type":"t","human_task":{"title":"Ship it?"}},
             "humans":[{"role":"cfo","contact":"cfo@example.org"},{"role":"legal"}]}\
            """);

    assertThat(plan(compiled))
        .extracting(step -> ((Plan.Step.Human) step).task().assignees())
        .containsExactly(
            List.of(new Assignee.Person("cfo@example.org")), List.of(new Assignee.Role("legal")));
    assertThat(compiled.warnings()).isEmpty();
  }

  @Test
  void aPersonWhomNoStepNamesIsTold() {
    assertThat(
            compile(
                    """
                    {"scenario_id":"s","intent":{"type":"t"},
                     "humans":[{"role":"cfo"},{"role":"legal"}],
                     "workflow":{"steps":[{"step_id":"a","assigned_to":"legal"}]}}\
                    """)
                .warnings())
        .containsExactly(new Warning("humans[0].role", "no step names 'cfo'"));
  }

  @Test
  void aPlainWordIsSaidToBeARole() {
    assertThat(steps("{\"step_id\":\"a\",\"human_task\":{\"assignees\":[\"alice\"]}}").warnings())
        .singleElement()
        .hasToString(
            "'workflow.steps[0].human_task.assignees': 'alice' is a role: whoever holds it may"
                + " decide; a person is written person:alice, and role:alice says that a role is"
                + " meant");
    for (String clear : List.of("role:alice", "person:alice", "alice@example.org", "sre_oncall")) {
      assertThat(
              steps("{\"step_id\":\"a\",\"human_task\":{\"assignees\":[\"" + clear + "\"]}}")
                  .warnings())
          .as(clear)
          .isEmpty();
    }
  }

  @Test
  void peopleAndRolesAreTakenAsTheyAre() {
    assertThat(
            plan(steps(
                    """
                    {"step_id":"a","human_task":{"assignees":
                     ["bob","person:auth0|7:x","a@b.org","role:on call"]}}\
                    """))
                .getFirst())
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human ->
                assertThat(human.task().assignees())
                    .containsExactly(
                        new Assignee.Role("bob"),
                        new Assignee.Person("auth0|7:x"),
                        new Assignee.Person("a@b.org"),
                        new Assignee.Role("on call")));
  }
}
