package dev.assent.lifecycle;

import dev.assent.contract.Command;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.contract.people.Scope;
import dev.assent.contract.value.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Plans of one step, and who asks for them.
final class SampleIntents {
  static final AgentAddress AGENT = new AgentAddress("local", "default", "worker");
  private static final Workspace WORKSPACE = new Workspace("local", "default");
  private static final Random RANDOM = new Random(42);

  private SampleIntents() {}

  static Principal service() {
    return new Principal(
        Principal.Kind.SERVICE,
        "deployer",
        WORKSPACE,
        Set.of(Scope.INITIATOR),
        Set.of(),
        "api_key:test",
        Optional.empty());
  }

  static IntentId intent() {
    return IntentId.root(RANDOM.nextLong(), RANDOM.nextLong());
  }

  static Command submit(Plan plan) {
    return submit(plan, Json.EMPTY);
  }

  static Command submit(Plan plan, Json payload) {
    return new Command.Submit(
        "intent.test.v1",
        "correlation",
        "deployer",
        AGENT.toString(),
        payload,
        Optional.empty(),
        Optional.empty(),
        plan);
  }

  static Plan delayed(Duration wait) {
    StepId step = new StepId("wait");
    return new Plan(
        Optional.empty(),
        step,
        List.of(new Plan.Step.Delay(step, Optional.empty(), Optional.empty(), wait, "a test")),
        false);
  }

  static Plan agent(AgentAddress agent) {
    StepId step = new StepId("work");
    return new Plan(
        Optional.empty(),
        step,
        List.of(
            new Plan.Step.Agent(
                step,
                Optional.empty(),
                Optional.empty(),
                agent,
                true,
                Json.EMPTY,
                Optional.empty(),
                3,
                0,
                Duration.ofSeconds(1))),
        false);
  }

  /// What does not become smaller by compression.
  static Json noise(int letters) {
    StringBuilder text = new StringBuilder("{\"noise\":\"");
    RANDOM.ints(letters, 0, 64).forEach(i -> text.append((char) (i < 32 ? 64 + i : 65 + i)));
    return new Json(text.append("\"}").toString().replace("\\", "/"));
  }
}
