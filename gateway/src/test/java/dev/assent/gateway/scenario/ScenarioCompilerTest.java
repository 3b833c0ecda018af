package dev.assent.gateway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.wire.json.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScenarioCompilerTest {
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final AgentAddress BOT = new AgentAddress("local", "default", "bot");

  private static Scenario.Compiled compile(String bundle) {
    return ScenarioCompiler.compile(
        (ObjectNode) CanonicalJson.parse(bundle),
        WORKSPACE,
        BOT::equals,
        address -> address.org().equals("local"));
  }

  private static Scenario scenario(String bundle) {
    Scenario.Compiled compiled = compile(bundle);
    assertThat(compiled.errors()).isEmpty();
    return compiled.scenario().orElseThrow();
  }

  /// A bundle with these steps, an agent `bot` and two people.
  private static String bundle(String steps) {
    return """
    {"scenario_id":"s","intent":{"type":"intent.x.v1","max_delivery_attempts":5},
     "agents":[{"role":"worker","address":"bot"}],
     "humans":[{"role":"sre","contact":""},{"role":"boss","contact":"boss@example.org"}],
     "workflow":{"steps":[%s]}}\
    """
        .formatted(steps);
  }

  private static Plan.Step step(String step) {
    return scenario(bundle("{\"step_id\":\"one\"," + step + "}")).steps().getFirst();
  }

  @Test
  void theSeedsScenario() throws IOException {
    String seed;
    try (InputStream in = ScenarioCompilerTest.class.getResourceAsStream("/axp/scenario.json")) {
      seed = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    Scenario scenario = scenario(seed);

    assertThat(scenario.id()).isEqualTo("durable-execution-human-approval.demo.v1");
    assertThat(scenario.agents().getFirst().create()).isTrue();
    assertThat(scenario.steps()).hasSize(2);
    assertThat(scenario.steps().get(0))
        .isInstanceOfSatisfying(
            Plan.Step.Agent.class,
            agent -> {
              assertThat(agent.agent().name()).isEqualTo("infra-validator-demo");
              assertThat(agent.topic()).as("it is about to be registered").isTrue();
              assertThat(agent.deadline()).contains(Duration.ofMinutes(2));
              assertThat(agent.deliveriesMax()).isEqualTo(3);
            });
    assertThat(scenario.steps().get(1))
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.task().assignees()).containsExactly(new Assignee.Role("sre_oncall"));
              assertThat(human.task().outcomes()).containsExactly("approved", "rejected");
              assertThat(human.reminders())
                  .contains(
                      new Reminders(
                          Duration.ofMinutes(5), Duration.ofMinutes(5), 3, Optional.empty()));
              assertThat(human.deadline()).contains(Duration.ofHours(1));
              assertThat(human.deadlineAction()).isEqualTo(Plan.DeadlineAction.TIME_OUT);
            });
    assertThat(scenario.plan(4).policy())
        .contains(new Plan.PolicyRef("durable-execution-human-approval.demo.v1", 4));
  }

  @Test
  void aStepIsWhatItIsAssignedTo() {
    assertThat(step("\"assigned_to\":\"worker\"")).isInstanceOf(Plan.Step.Agent.class);
    assertThat(step("\"assigned_to\":\"agent://local/default/bot\",\"tool_id\":\"\""))
        .isInstanceOfSatisfying(
            Plan.Step.Agent.class, agent -> assertThat(agent.agent()).isEqualTo(BOT));
    assertThat(step("\"assigned_to\":\"agent://other/place/helper\""))
        .isInstanceOfSatisfying(
            Plan.Step.Agent.class,
            agent -> {
              assertThat(agent.agent()).hasToString("agent://other/place/helper");
              assertThat(agent.topic()).isFalse();
            });
    assertThat(step("\"assigned_to\":\"boss\""))
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.task().assignees())
                  .containsExactly(new Assignee.Person("boss@example.org"));
              assertThat(human.task().notifyEmail()).contains("boss@example.org");
              assertThat(human.task().title()).isEqualTo("Approval needed: one");
            });
    assertThat(step("\"requires_approval\":true")).isInstanceOf(Plan.Step.Human.class);
    assertThat(step("\"tool_id\":\"tool.human.approval.v1\"")).isInstanceOf(Plan.Step.Human.class);
  }

  @Test
  void internalStepsNeedNobody() {
    assertThat(
            step(
                "\"runtime_type\":\"delay\",\"config\":{\"seconds\":1.5,\"reason\":\"cool down\"}"))
        .isInstanceOfSatisfying(
            Plan.Step.Delay.class,
            delay -> {
              assertThat(delay.duration()).isEqualTo(Duration.ofMillis(1_500));
              assertThat(delay.reason()).isEqualTo("cool down");
            });
    assertThat(
            step(
                """
                "runtime_type":"notification","runtime_config":{"channels":["inbox"],
                "to":"boss","subject":"{{intent_id}}","body":"done"}\
                """))
        .isInstanceOfSatisfying(
            Plan.Step.Notification.class,
            note -> {
              assertThat(note.channels()).containsExactly("inbox");
              assertThat(note.to()).isEqualTo("boss");
              assertThat(note.subject()).isEqualTo("{{intent_id}}");
            });
    assertThat(step("\"tool_id\":\"tool.notification.notify_owner\""))
        .isInstanceOf(Plan.Step.Notification.class);
    assertThat(step("\"runtime_type\":\"human_approval\"")).isInstanceOf(Plan.Step.Human.class);
  }

  @Test
  void retriesAndInputBelongToTheAgentsStep() {
    assertThat(
            step(
                """
                "assigned_to":"worker","input":{"b":1,"a":2},
                "retry":{"max_retries":2,"retry_delay_seconds":7}\
                """))
        .isInstanceOfSatisfying(
            Plan.Step.Agent.class,
            agent -> {
              assertThat(agent.input()).isEqualTo(new Json("{\"a\":2,\"b\":1}"));
              assertThat(agent.retriesMax()).isEqualTo(2);
              assertThat(agent.retryDelay()).isEqualTo(Duration.ofSeconds(7));
              assertThat(agent.deliveriesMax()).isEqualTo(5);
              assertThat(agent.topic()).as("it is registered").isTrue();
            });
  }

  @Test
  void escalationNamesARoleAndWithoutRemindersTheDeadlineEscalates() {
    Plan.Step reminded =
        step("\"assigned_to\":\"sre\",\"remind_after_seconds\":60,\"escalate_to\":\"boss\"");
    assertThat(reminded)
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.escalateTo()).contains(new Assignee.Person("boss@example.org"));
              assertThat(human.deadlineAction()).isEqualTo(Plan.DeadlineAction.TIME_OUT);
            });
    Plan.Step unreminded =
        step("\"assigned_to\":\"sre\",\"escalate_to\":\"lead\",\"step_deadline_seconds\":60");
    assertThat(unreminded)
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.escalateTo()).contains(new Assignee.Role("lead"));
              assertThat(human.deadlineAction()).isEqualTo(Plan.DeadlineAction.ESCALATE);
            });
    assertThat(step("\"assigned_to\":\"sre\",\"on_deadline\":\"reject\""))
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> assertThat(human.deadlineAction()).isEqualTo(Plan.DeadlineAction.REJECT));
  }

  @Test
  void aTaskIsWhatItsAuthorWrote() {
    assertThat(
            step(
                """
                "assigned_to":"sre","human_task":{"title":"T","task_type":"attach_file",
                "allowed_outcomes":["done","not_done"],"outcomes":{"not_done":"negative"},
                "required_comment":true,
                "assignees":["ann@example.org","boss","ops"],
                "form_schema":{"type":"object"},"notify_email":"n@example.org"}\
                """))
        .isInstanceOfSatisfying(
            Plan.Step.Human.class,
            human -> {
              assertThat(human.task().type()).isEqualTo(TaskType.ATTACH_FILE);
              assertThat(human.task().outcomes()).containsExactly("done", "not_done");
              assertThat(human.task().commentRequired()).isTrue();
              assertThat(human.task().evidenceRequired()).as("the type's own rule").isTrue();
              assertThat(human.task().assignees())
                  .containsExactly(
                      new Assignee.Person("ann@example.org"),
                      new Assignee.Person("boss@example.org"),
                      new Assignee.Role("ops"));
              assertThat(human.task().formSchema()).contains(new Json("{\"type\":\"object\"}"));
              assertThat(human.task().notifyEmail()).contains("n@example.org");
            });
  }

  @Test
  void theIntentsRemindersAndQuestionAreForStepsThatHaveNone() {
    Scenario scenario =
        scenario(
            """
            {"scenario_id":"s","intent":{"type":"t","remind_after_seconds":9,"max_reminders":1,
              "human_task":{"title":"The intent's"}},
             "workflow":{"steps":[{"step_id":"a","requires_approval":true},
               {"step_id":"b","requires_approval":true,"human_task":{"title":"Its own"}}]}}\
            """);

    assertThat(scenario.steps())
        .allSatisfy(
            step ->
                assertThat(((Plan.Step.Human) step).reminders().map(Reminders::max)).contains(1));
    assertThat(scenario.steps())
        .extracting(step -> ((Plan.Step.Human) step).task().title())
        .containsExactly("The intent's", "Its own");
  }

  @Test
  void withoutStepsItsAgentsAndPeopleActInTurn() {
    Scenario scenario =
        scenario(
            """
            {"scenario_id":"s","intent":{"type":"t"},"agents":[{"role":"w","address":"bot"}],
             "humans":[{"role":"sre"}]}\
            """);

    assertThat(scenario.steps()).hasSize(2);
    assertThat(scenario.steps().get(0)).isInstanceOf(Plan.Step.Agent.class);
    assertThat(((Plan.Step.Human) scenario.steps().get(1)).task().assignees())
        .containsExactly(new Assignee.Role("sre"));
  }

  @Test
  void stepsLeadWhereTheySay() {
    Scenario scenario =
        scenario(
            bundle(
                    """
                    {"step_id":"a","assigned_to":"worker","on_success":"c","on_failure":"b"},
                    {"step_id":"b","assigned_to":"sre"},{"step_id":"c","assigned_to":"boss"}\
                    """)
                .replace("\"workflow\":{", "\"workflow\":{\"entry_step\":\"b\","));

    assertThat(scenario.entry()).isEqualTo(new StepId("b"));
    assertThat(scenario.steps().getFirst().onSuccess()).contains(new StepId("c"));
    assertThat(scenario.steps().getFirst().onFailure()).contains(new StepId("b"));
  }

  @Test
  void aForeignAgentIsNotRegistered() {
    Scenario.Compiled compiled =
        compile(
            """
            {"scenario_id":"s","intent":{"type":"t"},
             "agents":[{"role":"w","address":"agent://else/where/x","create_if_missing":true}]}\
            """);

    assertThat(compiled.warnings()).singleElement().asString().contains("agent://else/where/x");
    assertThat(compiled.scenario().orElseThrow().agents().getFirst().create()).isFalse();
  }

  @Test
  void mistakesAreErrors() {
    assertThat(compile("{}").errors()).hasSizeGreaterThanOrEqualTo(3);
    for (String step :
        List.of(
            "{}",
            "{\"step_id\":\"x\"}",
            "{\"step_id\":\"x\",\"runtime_type\":\"magic\"}",
            "{\"step_id\":\"x\",\"runtime_type\":\"delay\"}",
            "{\"step_id\":\"x\",\"assigned_to\":\"a/b/c/d\"}",
            "{\"step_id\":\"x\",\"assigned_to\":\"sre\",\"on_deadline\":\"approve\"}",
            "{\"step_id\":\"x\",\"assigned_to\":\"sre\",\"max_reminders\":1.5}",
            "1")) {
      assertThat(compile(bundle(step)).errors()).as(step).isNotEmpty();
    }
    assertThat(compile(bundle("").replace("\"steps\":[]", "\"macro_id\":\"m\"")).errors())
        .anyMatch(error -> error.contains("macro"));
    String many = String.join(",", Collections.nCopies(51, "{\"step_id\":\"x\"}"));
    assertThat(compile(bundle(many)).errors()).anyMatch(error -> error.contains("at most 50"));
  }
}
