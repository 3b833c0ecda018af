package dev.assent.gateway.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.assent.contract.Plan;
import dev.assent.contract.Status;
import dev.assent.contract.content.Results;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.OpenTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.gateway.view.ControlsView;
import dev.assent.gateway.view.HistoryEvent;
import dev.assent.gateway.view.IntentView;
import dev.assent.gateway.view.PendingWith;
import dev.assent.gateway.view.StepView;
import dev.assent.service.edge.Bodies;
import dev.assent.wire.json.CanonicalJson;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/// What clients get, in AXP's JSON (contract sections 2.1 to 2.10).
public final class Answers {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Answers() {}

  public static ObjectNode ok() {
    return object().put("ok", true);
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static String text(JsonNode node) {
    return Bodies.text(node);
  }

  /// An answer with what its author should know of the request; nothing is added where all is well.
  public static ObjectNode warnings(ObjectNode answer, List<String> warnings) {
    if (!warnings.isEmpty()) {
      answer.set("warnings", array(warnings, ArrayNode::add));
    }
    return answer;
  }

  public static <T> ArrayNode array(Collection<T> values, BiConsumer<ArrayNode, T> add) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> add.accept(array, value));
    return array;
  }

  /// The root of an intent.
  public static ObjectNode intent(IntentView view) {
    ObjectNode node = object();
    node.put("intent_id", view.id().toString());
    status(node, view.status());
    view.waitingReason()
        .ifPresent(
            reason -> node.put("lifecycle_waiting_reason", reason).put("waiting_reason", reason));
    node.put("created_at", view.createdAt().toString());
    node.put("updated_at", view.updatedAt().toString());
    node.put("intent_type", view.created().intentType());
    node.put("correlation_id", view.created().correlationId());
    node.put("from_agent", view.created().from());
    node.put("to_agent", view.created().to());
    view.created().replyTo().ifPresent(to -> node.put("reply_to", to));
    raw(node, "payload", view.created().payload());
    view.deadlineAt().ifPresent(at -> node.put("deadline_at", at.toString()));
    controls(node, view.controls());
    view.created()
        .plan()
        .policy()
        .ifPresent(
            policy ->
                node.putObject("policy")
                    .put("scenario_id", policy.id())
                    .put("version", policy.version()));
    durability(node, view);
    view.pendingWith().ifPresent(holder -> node.set("pending_with", pendingWith(holder)));
    view.task().ifPresent(open -> openTask(node, open));
    view.result().ifPresent(result -> raw(node, "result", result));
    view.failureReason()
        .ifPresent(
            reason -> {
              ObjectNode error = node.putObject("error");
              view.failureCode().ifPresent(code -> error.put("code", code));
              error.put("message", reason);
              view.error().ifPresent(body -> raw(error, "details", body));
            });
    Threads.ended(view).ifPresent(end -> statusDetails(node, view, end));
    if (!view.results().isEmpty()) {
      raw(node, "results", Results.json(view.results()));
    }
    node.put("seq", view.seq());
    return node;
  }

  /// What its status does not tell: that somebody ended it from outside, or that a question was
  /// open when it ended, which nobody has decided.
  private static void statusDetails(ObjectNode node, IntentView view, HistoryEvent end) {
    boolean resolved = end.details().containsKey("resolved");
    Json open = end.details().get("undecided_step_id");
    if (!resolved && open == null) {
      return;
    }
    ObjectNode details = node.putObject("status_details");
    details.put("cause", resolved ? "resolved" : view.failureCode().orElse("completed"));
    details.put("decided", false);
    details.put("by", shortened(end.actor()));
    if (open != null) {
      raw(details, "undecided_step_id", open);
    }
    Json reason = end.details().get("reason");
    if (reason != null) {
      raw(details, "reason", reason);
    }
  }

  private static void controls(ObjectNode node, ControlsView controls) {
    node.put("policy_generation", controls.generation());
    patched(node, "controls", controls.controls(), "controls_patch");
    patched(node, "envelope", controls.policy(), "envelope_patch");
    patched(node, "grants", controls.policy(), "grants_patch");
  }

  /// What the changes come to: a later value replaces an earlier one, null takes it away.
  private static void patched(ObjectNode node, String name, List<Json> changes, String patch) {
    ObjectNode merged = object();
    for (Json change : changes) {
      CanonicalJson.parse(change.text())
          .path(patch)
          .properties()
          .forEach(field -> merged.set(field.getKey(), field.getValue()));
    }
    merged.properties().removeIf(field -> field.getValue().isNull());
    if (!merged.isEmpty()) {
      node.set(name, merged);
    }
  }

  private static void openTask(ObjectNode node, OpenTask open) {
    node.set("human_task", humanTask(open.question(), true));
    node.put("task_step_id", open.step().value());
    node.put("task_version", open.version());
    node.put("content_hash", open.content().hex());
    open.dueAt().ifPresent(due -> node.put("due_at", due.toString()));
  }

  private static void status(ObjectNode node, Status status) {
    node.put("status", status.name());
    node.put("lifecycle_status", status.name());
    node.put(
        "legacy_status",
        switch (status) {
          case CREATED, SUBMITTED -> "accepted";
          case DELIVERED, ACKNOWLEDGED, IN_PROGRESS -> "running";
          case WAITING -> "blocked";
          case COMPLETED -> "done";
          case FAILED, CANCELED, TIMED_OUT -> "failed";
        });
  }

  private static void durability(ObjectNode node, IntentView view) {
    view.humanStep()
        .ifPresent(
            step -> {
              step.reminders().ifPresent(reminders -> reminders(node, reminders));
              step.escalateTo().ifPresent(to -> node.put("escalate_to", name(to)));
            });
    view.created().plan().steps().stream()
        .filter(Plan.Step.Agent.class::isInstance)
        .map(Plan.Step.Agent.class::cast)
        .findFirst()
        .ifPresent(step -> node.put("max_delivery_attempts", step.deliveriesMax()));
    node.put("remind_count", view.reminders());
    node.put("delivery_attempt", view.attempt());
  }

  private static void reminders(ObjectNode node, Reminders reminders) {
    node.put("remind_after_seconds", seconds(reminders.after()));
    node.put("remind_interval_seconds", seconds(reminders.every()));
    node.put("max_reminders", reminders.max());
  }

  /// AXP counts whole seconds, from 1.
  private static long seconds(Duration duration) {
    return Math.max(1, duration.plusMillis(500).toSeconds());
  }

  /// A step intent, as its agent sees it.
  public static ObjectNode step(IntentView root, StepView step) {
    ObjectNode node = object();
    node.put("intent_id", step.id().toString());
    node.put("parent_intent_id", root.id().toString());
    node.put("step_id", step.step().value());
    status(node, step.status());
    node.put("created_at", step.createdAt().toString());
    node.put("updated_at", step.updatedAt().toString());
    node.put("intent_type", root.created().intentType());
    node.put("correlation_id", root.created().correlationId());
    node.put("from_agent", root.created().from());
    node.put("to_agent", step.agent().toString());
    raw(node, "payload", step.content());
    root.deadlineAt(step).ifPresent(at -> node.put("deadline_at", at.toString()));
    node.put("delivery_attempt", step.attempt());
    if (!step.status().ended()) {
      node.putObject("pending_with")
          .put("type", PendingWith.Type.AGENT.wireName())
          .put("ref", step.agent().toString())
          .put("name", step.agent().name());
    }
    step.result().ifPresent(result -> raw(node, "result", result));
    step.reason().ifPresent(reason -> node.putObject("error").put("message", reason));
    node.put("seq", step.events().size());
    return node;
  }

  /// A row of a list.
  public static ObjectNode summary(IntentView view) {
    ObjectNode node = object();
    node.put("intent_id", view.id().toString());
    node.put("intent_type", view.created().intentType());
    status(node, view.status());
    view.waitingReason().ifPresent(reason -> node.put("lifecycle_waiting_reason", reason));
    node.put("created_at", view.createdAt().toString());
    node.put("updated_at", view.updatedAt().toString());
    node.put("from_agent", view.created().from());
    node.put("to_agent", view.created().to());
    view.pendingWith().ifPresent(holder -> node.set("pending_with", pendingWith(holder)));
    return node;
  }

  public static ObjectNode event(HistoryEvent event) {
    ObjectNode node = object();
    node.put("intent_id", event.intent().toString());
    node.put("seq", event.seq());
    node.put("event_type", event.type());
    node.put("status", event.status().name());
    event.waitingReason().ifPresent(reason -> node.put("waiting_reason", reason));
    node.put("at", event.at().toString());
    node.put("actor", shortened(event.actor()));
    event.pendingWith().ifPresent(holder -> node.set("pending_with", pendingWith(holder)));
    event.task().ifPresent(task -> node.set("human_task", humanTask(task, false)));
    ObjectNode details = node.putObject("details");
    event.details().forEach((name, value) -> raw(details, name, value));
    return node;
  }

  private static String shortened(String actor) {
    return actor.length() <= Limits.NAME_LENGTH_MAX
        ? actor
        : actor.substring(0, Limits.NAME_LENGTH_MAX);
  }

  static ObjectNode pendingWith(PendingWith holder) {
    return object()
        .put("type", holder.type().wireName())
        .put("ref", holder.ref())
        .put("name", holder.name());
  }

  /// @param whole with what each outcome means, the form and the e-mail address, which an event or
  ///   a list leaves out
  static ObjectNode humanTask(HumanTask task, boolean whole) {
    ObjectNode node = object();
    node.put("title", task.title());
    if (!task.description().isEmpty()) {
      node.put("description", task.description());
    }
    node.put("task_type", task.type().wireName());
    node.set("allowed_outcomes", array(task.outcomes(), ArrayNode::add));
    node.put("required_comment", task.needsComment());
    node.put("evidence_required", task.needsEvidence());
    task.proofRequired().ifPresent(_ -> node.put("require_binding", true));
    if (!task.assignees().isEmpty()) {
      node.set("assignees", array(task.assignees(), (to, who) -> to.add(name(who))));
    }
    if (whole) {
      ObjectNode outcomes = node.putObject("outcomes");
      task.outcomes().forEach(one -> outcomes.put(one, Outcomes.verdict(task, one).wireName()));
      task.formSchema().ifPresent(schema -> raw(node, "form_schema", schema));
      task.notifyEmail().ifPresent(email -> node.put("notify_email", email));
    }
    return node;
  }

  /// An open task in `GET /v1/me/tasks`.
  public static ObjectNode task(IntentView view, OpenTask open) {
    ObjectNode node = object();
    node.put("intent_id", view.id().toString());
    node.put("intent_type", view.created().intentType());
    node.put("status", Status.WAITING.name());
    node.put("from_agent", view.created().from());
    node.put("assigned_at", open.since().toString());
    view.dueAt(open).ifPresent(due -> node.put("due_at", due.toString()));
    ObjectNode task = humanTask(open.question(), false);
    open.question().formSchema().ifPresent(schema -> raw(task, "form_schema", schema));
    node.set("human_task", task);
    return node;
  }

  public static void raw(ObjectNode node, String name, Json value) {
    node.putRawValue(name, new RawValue(value.text()));
  }

  /// The shortest text that is read back as the same assignee.
  private static String name(Assignee assignee) {
    String plain =
        switch (assignee) {
          case Assignee.Person person -> person.id();
          case Assignee.Role role -> role.name();
        };
    return Assignee.parse(plain).equals(assignee) ? plain : assignee.toString();
  }
}
