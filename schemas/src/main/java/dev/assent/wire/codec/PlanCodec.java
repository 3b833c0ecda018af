package dev.assent.wire.codec;

import dev.assent.contract.Plan;
import dev.assent.contract.Plan.PolicyRef;
import dev.assent.contract.Plan.Step;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.StepId;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.AgentStepData;
import dev.assent.wire.avro.DelayStepData;
import dev.assent.wire.avro.HumanStepData;
import dev.assent.wire.avro.NotificationStepData;
import dev.assent.wire.avro.PlanData;
import dev.assent.wire.avro.PolicyRefData;
import dev.assent.wire.avro.StepData;
import dev.assent.wire.format.WireException;
import dev.assent.wire.json.CanonicalJson;
import java.util.Optional;

/// [Plan] and its steps on the wire.
public final class PlanCodec {
  private PlanCodec() {}

  /// What a plan does, as a JSON object: the same for the same steps, whichever policy they are of
  /// and whichever agents are registered.
  public static Json json(Plan plan) {
    Plan bare =
        new Plan(Optional.empty(), plan.entry(), plan.withTopics(_ -> false).steps(), plan.plain());
    return CanonicalJson.of(CanonicalJson.parse(toAvro(bare).toString()));
  }

  public static PlanData toAvro(Plan plan) {
    return new PlanData(
        plan.policy().map(PlanCodec::toAvro).orElse(null),
        plan.entry().value(),
        plan.steps().stream().map(PlanCodec::toAvro).toList(),
        plan.plain());
  }

  public static Plan fromAvro(PlanData data) {
    return new Plan(
        Optional.ofNullable(data.getPolicy()).map(PlanCodec::fromAvro),
        new StepId(data.getEntry()),
        data.getSteps().stream().map(PlanCodec::fromAvro).toList(),
        data.getPlain());
  }

  public static PolicyRefData toAvro(PolicyRef policy) {
    return new PolicyRefData(policy.id(), policy.version());
  }

  public static PolicyRef fromAvro(PolicyRefData data) {
    return new PolicyRef(data.getId(), data.getVersion());
  }

  /// An agent's address, read back from its full form.
  public static AgentAddress address(String text) {
    String[] parts = text.substring(AgentAddress.SCHEME.length()).split("/", -1);
    if (!text.startsWith(AgentAddress.SCHEME) || parts.length != 3) {
      throw new WireException("expected agent://org/workspace/name, but got '" + text + "'");
    }
    return new AgentAddress(parts[0], parts[1], parts[2]);
  }

  public static StepData toAvro(Step step) {
    StepData data = new StepData();
    data.setId(step.id().value());
    data.setOnSuccess(step.onSuccess().map(StepId::value).orElse(null));
    data.setOnFailure(step.onFailure().map(StepId::value).orElse(null));
    switch (step) {
      case Step.Agent agent -> {
        data.setKind("Agent");
        data.setAgent(agentToAvro(agent));
      }
      case Step.Human human -> {
        data.setKind("Human");
        data.setHuman(humanToAvro(human));
      }
      case Step.Delay delay -> {
        data.setKind("Delay");
        data.setDelay(new DelayStepData(Fields.micros(delay.duration()), delay.reason()));
      }
      case Step.Notification n -> {
        data.setKind("Notification");
        data.setNotification(new NotificationStepData(n.channels(), n.to(), n.subject(), n.body()));
      }
    }
    return data;
  }

  public static Step fromAvro(StepData data) {
    StepId id = new StepId(data.getId());
    Optional<StepId> onSuccess = Optional.ofNullable(data.getOnSuccess()).map(StepId::new);
    Optional<StepId> onFailure = Optional.ofNullable(data.getOnFailure()).map(StepId::new);
    return switch (data.getKind()) {
      case "Agent" ->
          agentFromAvro(id, onSuccess, onFailure, Fields.present(data.getAgent(), "Agent"));
      case "Human" ->
          humanFromAvro(id, onSuccess, onFailure, Fields.present(data.getHuman(), "Human"));
      case "Delay" -> {
        DelayStepData delay = Fields.present(data.getDelay(), "Delay");
        yield new Step.Delay(
            id,
            onSuccess,
            onFailure,
            Fields.duration(delay.getDurationMicros()),
            delay.getReason());
      }
      case "Notification" -> {
        NotificationStepData n = Fields.present(data.getNotification(), "Notification");
        yield new Step.Notification(
            id, onSuccess, onFailure, n.getChannels(), n.getTo(), n.getSubject(), n.getBody());
      }
      default -> throw Fields.unknownKind("step", data.getKind());
    };
  }

  private static AgentStepData agentToAvro(Step.Agent agent) {
    return new AgentStepData(
        agent.agent().toString(),
        agent.topic(),
        agent.input().text(),
        agent.deadline().map(Fields::micros).orElse(null),
        agent.deliveriesMax(),
        agent.retriesMax(),
        Fields.micros(agent.retryDelay()));
  }

  private static Step agentFromAvro(
      StepId id, Optional<StepId> onSuccess, Optional<StepId> onFailure, AgentStepData data) {
    return new Step.Agent(
        id,
        onSuccess,
        onFailure,
        address(data.getAgent()),
        data.getTopic(),
        new Json(data.getInput()),
        Optional.ofNullable(data.getDeadlineMicros()).map(Fields::duration),
        data.getDeliveriesMax(),
        data.getRetriesMax(),
        Fields.duration(data.getRetryDelayMicros()));
  }

  private static HumanStepData humanToAvro(Step.Human human) {
    return new HumanStepData(
        HumanTaskCodec.toAvro(human.task()),
        human.reminders().map(HumanTaskCodec::toAvro).orElse(null),
        human.escalateTo().map(HumanTaskCodec::toAvro).orElse(null),
        human.deadline().map(Fields::micros).orElse(null),
        human.deadlineAction().name());
  }

  private static Step humanFromAvro(
      StepId id, Optional<StepId> onSuccess, Optional<StepId> onFailure, HumanStepData data) {
    return new Step.Human(
        id,
        onSuccess,
        onFailure,
        HumanTaskCodec.fromAvro(data.getTask()),
        Optional.ofNullable(data.getReminders()).map(HumanTaskCodec::fromAvro),
        Optional.ofNullable(data.getEscalateTo()).map(HumanTaskCodec::fromAvro),
        Optional.ofNullable(data.getDeadlineMicros()).map(Fields::duration),
        Fields.constant(Plan.DeadlineAction.class, data.getDeadlineAction()));
  }
}
