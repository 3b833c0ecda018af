package dev.assent.contract.content;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.StepId;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Outcomes;
import dev.assent.contract.value.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people are shown when they are asked, as canonical JSON (RFC 8785): a decision is bound to
/// its hash (DESIGN section 2, promise 4). The decider hashes it when a task opens or changes; a
/// view shows it. Both call this, so they cannot differ.
public final class Content {
  private Content() {}

  /// The open question, as it is now.
  ///
  /// @param escalatedTo who may decide besides the task's own assignees, in the order they were
  ///   asked
  /// @param version the task's version, from 1
  public record Question(StepId step, HumanTask task, List<Assignee> escalatedTo, int version) {
    public Question {
      escalatedTo = List.copyOf(escalatedTo);
    }
  }

  /// `{"from","intent_id","intent_type","payload","results":{step:result},"task":{…}}`
  ///
  /// @param results as [Results] folds them
  public static Json of(
      IntentId root,
      String intentType,
      String from,
      Json payload,
      List<StepResult> results,
      Question question) {
    return Json.object(
        Map.of(
            "intent_id", Json.string(root.toString()),
            "intent_type", Json.string(intentType),
            "from", Json.string(from),
            "payload", payload,
            "results", Results.json(results),
            "task", task(question)));
  }

  private static Json task(Question question) {
    HumanTask task = question.task();
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("step_id", Json.string(question.step().value()));
    members.put("version", Json.number(question.version()));
    members.put("type", Json.string(task.type().wireName()));
    members.put("title", Json.string(task.title()));
    members.put("description", Json.string(task.description()));
    members.put("outcomes", strings(task.outcomes()));
    members.put("comment_required", Json.bool(task.commentRequired()));
    members.put("evidence_required", Json.bool(task.evidenceRequired()));
    members.put("assignees", strings(task.assignees()));
    members.put("escalated_to", strings(question.escalatedTo()));
    if (!task.verdicts().isEmpty()) {
      members.put("verdicts", verdicts(task));
    }
    task.formSchema().ifPresent(schema -> members.put("form_schema", schema));
    task.proofRequired().ifPresent(_ -> members.put("require_binding", Json.bool(true)));
    return Json.object(members);
  }

  private static Json verdicts(HumanTask task) {
    Map<String, Json> verdicts = new LinkedHashMap<>();
    for (String outcome : task.outcomes()) {
      verdicts.put(outcome, Json.string(Outcomes.verdict(task, outcome).wireName()));
    }
    return Json.object(verdicts);
  }

  private static Json strings(Collection<?> values) {
    return Json.array(values.stream().map(value -> Json.string(value.toString())).toList());
  }
}
