package dev.assent.approval.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.approval.view.Task;
import dev.assent.approval.view.TaskLine;
import dev.assent.approval.view.TaskView;
import dev.assent.approval.view.Tasks;
import dev.assent.contract.Happened;
import dev.assent.contract.Result;
import dev.assent.contract.content.Results;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.people.Principal;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.wire.json.CanonicalJson;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The bodies of the API's answers. Names that AXP has (contract sections 2.4 and 2.9) are used in
/// its meaning.
final class TaskBodies {
  private TaskBodies() {}

  static ObjectNode page(Tasks.Page page) {
    ObjectNode body = ok();
    ArrayNode tasks = body.putArray("tasks");
    page.tasks().forEach(task -> tasks.add(row(task)));
    body.put("next_cursor", page.next().map(place -> place.cursor()).orElse(null));
    return body;
  }

  static ObjectNode decided(Result.Accepted accepted) {
    return ok().put("decided", true)
        .put("intent_id", accepted.intent().root().toString())
        .put("status", accepted.status().name())
        .put("seq", accepted.seq())
        .put("again", accepted.again());
  }

  /// One task with all that is needed to decide it: the latest question of the intent, open or not.
  static ObjectNode task(TaskView view, List<Happened> history, Principal caller) {
    Task task = view.task().orElseThrow();
    ObjectNode body = ok();
    body.set("task", describe(view, task, caller));
    body.set("content", CanonicalJson.parse(view.content(task)));
    body.set("results", CanonicalJson.parse(Results.json(view.results())));
    ArrayNode earlier = body.putArray("earlier_tasks");
    view.tasks().subList(0, view.tasks().size() - 1).forEach(t -> earlier.add(earlier(t)));
    body.set("history", HistoryBodies.of(history));
    return body;
  }

  private static ObjectNode row(TaskLine task) {
    ObjectNode row =
        object()
            .put("intent_id", task.intent().toString())
            .put("intent_type", task.intentType())
            .put("from_agent", task.from())
            .put("to_agent", task.to())
            .put("status", "WAITING")
            .put("step_id", task.step())
            .put("version", task.version())
            .put("assigned_at", task.openedAt().toString());
    put(row, "due_at", task.dueAt());
    row.put("reminders", task.reminders());
    row.set("assignees", assignees(task.assignees()));
    row.set("escalated_to", assignees(task.escalatedTo()));
    ObjectNode human =
        row.putObject("human_task")
            .put("title", task.title())
            .put("description", task.description())
            .put("task_type", task.type());
    human.set("allowed_outcomes", texts(task.outcomes()));
    human
        .put("required_comment", task.commentRequired())
        .put("evidence_required", task.evidenceRequired());
    return row;
  }

  private static ObjectNode describe(TaskView view, Task task, Principal caller) {
    ObjectNode body =
        object()
            .put("intent_id", view.intent().toString())
            .put("intent_type", view.created().intentType())
            .put("correlation_id", view.created().correlationId())
            .put("from_agent", view.created().from())
            .put("to_agent", view.created().to())
            .put("status", view.status().name())
            .put("state", state(task))
            .put("step_id", task.step().value())
            .put("version", task.version())
            .put("content_hash", task.content().hex())
            .put("may_decide", task.open() && mayDecide(view, task, caller));
    body.set("human_task", human(task.question()));
    body.set("assignees", assignees(task.assignees()));
    body.set("escalated_to", assignees(task.escalatedTo()));
    body.put("assigned_at", task.since().toString());
    put(body, "due_at", view.dueAt(task));
    put(body, "escalates_at", task.escalateAt());
    ObjectNode reminders =
        body.putObject("reminders").put("sent", task.reminders()).put("max", task.remindersMax());
    put(reminders, "last_at", task.remindedAt());
    put(reminders, "next_at", task.remindAt());
    view.created()
        .plan()
        .policy()
        .ifPresent(
            policy ->
                body.putObject("policy")
                    .put("scenario_id", policy.id())
                    .put("version", policy.version()));
    task.closed().ifPresent(closing -> body.set("closed", closing(closing)));
    return body;
  }

  private static ObjectNode earlier(Task task) {
    ObjectNode body =
        object()
            .put("step_id", task.step().value())
            .put("title", task.question().title())
            .put("state", state(task))
            .put("version", task.version())
            .put("content_hash", task.content().hex())
            .put("assigned_at", task.since().toString());
    task.closed().ifPresent(closing -> body.set("closed", closing(closing)));
    return body;
  }

  private static ObjectNode human(HumanTask task) {
    ObjectNode body =
        object()
            .put("title", task.title())
            .put("description", task.description())
            .put("task_type", task.type().wireName());
    body.set("allowed_outcomes", texts(task.outcomes()));
    ObjectNode outcomes = body.putObject("outcomes");
    task.outcomes().forEach(one -> outcomes.put(one, Outcomes.verdict(task, one).wireName()));
    body.put("required_comment", task.needsComment())
        .put("evidence_required", task.needsEvidence());
    task.proofRequired().ifPresent(_ -> body.put("require_binding", true));
    task.formSchema().ifPresent(schema -> body.set("form_schema", CanonicalJson.parse(schema)));
    return body;
  }

  private static String state(Task task) {
    return task.closed()
        .map(
            closing ->
                switch (closing) {
                  case Task.Closing.Decided _ -> "decided";
                  case Task.Closing.Expired _ -> "expired";
                  case Task.Closing.Withdrawn _ -> "withdrawn";
                })
        .orElse("open");
  }

  /// Who closed it, when and how.
  private static ObjectNode closing(Task.Closing closing) {
    ObjectNode body = object().put("at", closing.at().toString());
    switch (closing) {
      case Task.Closing.Decided decided -> {
        body.put("decided_by", decided.by().id())
            .put("door", word(decided.door()))
            .put("outcome", decided.decision().outcome())
            .put("raw_outcome", decided.decision().rawOutcome())
            .put("verdict", word(decided.decision().verdict()))
            .put("version", decided.decision().version())
            .put("content_hash", decided.decision().content().hex())
            .put("comment", decided.decision().comment());
        body.set("data", CanonicalJson.parse(decided.decision().data()));
        decided.decision().onBehalfOf().ifPresent(other -> body.put("on_behalf_of", other));
      }
      case Task.Closing.Expired expired -> body.put("action", word(expired.action()));
      case Task.Closing.Withdrawn withdrawn ->
          body.put("by", withdrawn.by().id()).put("reason", withdrawn.why());
    }
    return body;
  }

  /// A hint for the person's client; the decider judges.
  private static boolean mayDecide(TaskView view, Task task, Principal caller) {
    return task.asked().eligibility().may(caller, view.grants()).allowed();
  }

  private static ArrayNode assignees(List<Assignee> assignees) {
    return texts(assignees.stream().map(Assignee::toString).toList());
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  static void put(ObjectNode body, String name, Optional<Instant> instant) {
    body.put(name, instant.map(Instant::toString).orElse(null));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode ok() {
    return object().put("ok", true);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
