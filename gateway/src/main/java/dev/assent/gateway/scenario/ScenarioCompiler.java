package dev.assent.gateway.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.contract.Plan;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.RequestSchema;
import dev.assent.platform.intake.task.Waits;
import dev.assent.wire.directory.DirectoryEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Compiles a scenario bundle (contract section 4.1). Every mistake is told, not just the first.
public final class ScenarioCompiler {
  /// In place of an object that is missing; its own, because reading is remembered.
  private final Fields nothing = Fields.of(JsonNodeFactory.instance.objectNode());

  private final Fields bundle;
  private final Roles roles;
  private final Predicate<AgentAddress> registered;
  private final Predicate<AgentAddress> registrable;
  private final List<String> errors = new ArrayList<>();

  private ScenarioCompiler(
      Fields bundle,
      Workspace workspace,
      Predicate<AgentAddress> registered,
      Predicate<AgentAddress> registrable) {
    this.bundle = bundle;
    this.roles = new Roles(workspace);
    this.registered = registered;
    this.registrable = registrable;
  }

  /// @param registered whether an agent is in the directory
  /// @param registrable whether an address may be registered; others are served by streams alone
  public static Scenario.Compiled compile(
      ObjectNode bundle,
      Workspace workspace,
      Predicate<AgentAddress> registered,
      Predicate<AgentAddress> registrable) {
    return compile(Fields.of(bundle), workspace, registered, registrable);
  }

  static Scenario.Compiled compile(
      Fields bundle,
      Workspace workspace,
      Predicate<AgentAddress> registered,
      Predicate<AgentAddress> registrable) {
    return new ScenarioCompiler(bundle, workspace, registered, registrable).compile();
  }

  private Scenario.Compiled compile() {
    bundle.know(RequestSchema.SCENARIO.root());
    bundle.is("on a scenario");
    bundle.leave("$schema", "title", "description", "idempotency_key");
    String id = check(() -> bundle.text("scenario_id", Limits.NAME_LENGTH_MAX)).orElse("");
    Optional<Fields> given = check(() -> bundle.optionalObject("intent")).flatMap(i -> i);
    if (given.isEmpty()) {
      errors.add("expected an object in 'intent', but there is none");
    }
    Fields intent = given.orElse(nothing);
    intent.know(RequestSchema.SCENARIO.part("intent"));
    intent.know(List.of("to_agent", "from_agent", "priority", "intent_type"));
    intent.is("on a scenario's intent: its steps say who does what");
    String type =
        given
            .flatMap(fields -> check(() -> fields.text("type", Limits.NAME_LENGTH_MAX)))
            .orElse("");
    objects(bundle, "agents").forEach(entry -> check(() -> add(entry, this::addAgent)));
    objects(bundle, "humans").forEach(entry -> check(() -> add(entry, roles::addHuman)));
    List<Plan.Step> steps = steps(intent);
    Optional<StepId> entry = entry(steps);
    entry.ifPresent(first -> checkReach(steps, first));
    Optional<Scenario> scenario =
        check(
            () ->
                new Scenario(
                    id,
                    type,
                    intent.optionalJsonObject("payload").orElse(Json.EMPTY),
                    intent.optionalTime("deadline_at"),
                    intent.optionalText("correlation_id", Limits.NAME_LENGTH_MAX),
                    intent.optionalText("reply_to", Limits.ADDRESS_LENGTH_MAX),
                    entry.orElse(new StepId("none")),
                    steps,
                    roles.agents()));
    errors.addAll(bundle.lostGates());
    return errors.isEmpty()
        ? new Scenario.Compiled(scenario, errors, bundle.warnings())
        : new Scenario.Compiled(Optional.empty(), errors, bundle.told());
  }

  private void addAgent(Fields entry) {
    Scenario.AgentEntry agent = roles.readAgent(entry);
    boolean creatable = registrable.test(agent.address());
    if (agent.create() && !creatable) {
      entry.warn(
          "address",
          "'"
              + agent.name()
              + "' is not an address of this workspace with a name of a-z, 0-9, '.', '_' and '-':"
              + " it is not registered and gets its work through its stream only");
    }
    if (agent.deliveryMode().equals(DirectoryEntry.Agent.HTTP) && agent.callbackUrl().isEmpty()) {
      entry.warn(
          "delivery_mode",
          "'"
              + agent.name()
              + "' has the delivery mode http and no callback_url: nothing is posted to it until it"
              + " is given one");
    }
    if (agent.callbackUrl().isPresent()
        && !agent.deliveryMode().equals(DirectoryEntry.Agent.HTTP)) {
      entry.warn("callback_url", "nothing is posted to it: the delivery mode is not http");
    }
    if (!agent.create()) {
      entry.is("on an agent that this scenario does not register (create_if_missing)");
      entry.unread("display_name", "delivery_mode", "callback_url", "secret");
    }
    roles.add(entry, agent.create() && !creatable ? agent.unregistered() : agent);
  }

  private static boolean add(Fields entry, Consumer<Fields> to) {
    to.accept(entry);
    return true;
  }

  private List<Plan.Step> steps(Fields intent) {
    Optional<Steps> compiler = check(() -> stepCompiler(intent));
    if (compiler.isEmpty()) {
      return List.of();
    }
    Fields workflow =
        check(() -> bundle.optionalObject("workflow")).flatMap(w -> w).orElse(nothing);
    workflow.know(RequestSchema.SCENARIO.part("workflow"));
    if (workflow.has("macro_id")) {
      errors.add("expected steps in 'workflow', but it names a macro, and there are no macros");
    }
    List<Plan.Step> steps = new ArrayList<>();
    List<Fields> written = written(workflow);
    if (written.size() > Limits.STEPS_PER_PLAN_MAX) {
      errors.add(
          "expected at most "
              + Limits.STEPS_PER_PLAN_MAX
              + " steps, but there are "
              + written.size());
      return List.of();
    }
    for (Fields step : written.isEmpty() ? implied(intent) : written) {
      check(() -> compiler.get().compile(step)).ifPresent(steps::addAll);
    }
    check(() -> compiler.get().unasked(intent, steps)).flatMap(s -> s).ifPresent(steps::add);
    if (steps.size() > Limits.STEPS_PER_PLAN_MAX) {
      errors.add(
          "expected at most "
              + Limits.STEPS_PER_PLAN_MAX
              + " steps, but with those that ask people there are "
              + steps.size());
    }
    checkLinks(steps);
    compiler.get().takeBack(intent, steps);
    roles.unused().forEach(ScenarioCompiler::tellUnused);
    return steps;
  }

  private static void tellUnused(String role, Fields entry) {
    entry.warn("role", "no step names '" + role + "'");
  }

  /// The steps, under either of their names.
  private List<Fields> written(Fields workflow) {
    if (workflow != nothing || !bundle.has("workflow_steps")) {
      return objects(workflow, "steps");
    }
    return objects(bundle, "workflow_steps");
  }

  private Steps stepCompiler(Fields intent) {
    return new Steps(
        roles,
        registered,
        intent
            .optionalCount("max_delivery_attempts", 1, Limits.DELIVERIES_MAX)
            .orElse(Plan.DELIVERIES_DEFAULT),
        Waits.read(intent, who -> roles.person(intent, "escalate_to", who)),
        intent.optionalObject("human_task"));
  }

  /// A bundle without steps still says who is to act: its agents in turn, then its people.
  private List<Fields> implied(Fields intent) {
    List<Fields> implied = new ArrayList<>();
    for (Scenario.AgentEntry agent : roles.agents()) {
      implied.add(step(agent.role(), Optional.of(agent.role())));
    }
    if (roles.humans().size() > 1) {
      roles.humans().forEach(role -> implied.add(step(role, Optional.of(role))));
    } else if (intent.has("human_task") || !roles.humans().isEmpty()) {
      implied.add(step("human_task", Optional.empty()));
    }
    if (implied.isEmpty()) {
      errors.add("expected steps in 'workflow', agents or humans, but there are none");
    }
    return implied;
  }

  private Fields step(String id, Optional<String> assigned) {
    ObjectNode node = nothing.node().objectNode().put("step_id", id);
    assigned.ifPresentOrElse(
        role -> node.put("assigned_to", role), () -> node.put("requires_approval", true));
    return Fields.of(node, "workflow");
  }

  private void checkLinks(List<Plan.Step> steps) {
    Set<StepId> ids = new HashSet<>();
    for (Plan.Step step : steps) {
      if (!ids.add(step.id())) {
        errors.add("expected step ids that differ, but '" + step.id() + "' comes twice");
      }
    }
    for (Plan.Step step : steps) {
      Stream.of(step.onSuccess(), step.onFailure())
          .flatMap(Optional::stream)
          .filter(target -> !ids.contains(target))
          .forEach(
              target ->
                  errors.add(
                      "expected on_success and on_failure of '"
                          + step.id()
                          + "' to name steps, but there is no '"
                          + target
                          + "'"));
    }
  }

  /// A person whom no way leads to is a lost gate.
  private void checkReach(List<Plan.Step> steps, StepId entry) {
    for (Plan.Step step : Reach.unreached(steps, entry)) {
      if (step instanceof Plan.Step.Human) {
        errors.add(
            "expected a way to the person of step '" + step.id() + "', but no step leads there");
      } else {
        bundle.warn("workflow.steps", "no step leads to '" + step.id() + "', so it is never done");
      }
    }
  }

  private Optional<StepId> entry(List<Plan.Step> steps) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    Optional<StepId> named =
        check(() -> bundle.optionalObject("workflow"))
            .flatMap(w -> w)
            .flatMap(workflow -> check(() -> workflow.optionalText("entry_step")).flatMap(e -> e))
            .map(StepId::new);
    if (named.isPresent() && steps.stream().noneMatch(s -> s.id().equals(named.get()))) {
      errors.add(
          "expected entry_step to name a step, but there is no '" + named.get().value() + "'");
    }
    return named.or(() -> Optional.of(steps.getFirst().id()));
  }

  private List<Fields> objects(Fields fields, String name) {
    return check(() -> fields.objects(name)).orElse(List.of());
  }

  /// Notes what is wrong and goes on.
  private <T> Optional<T> check(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (Fields.WrongException e) {
      errors.add(e.text());
      return Optional.empty();
    }
  }
}
