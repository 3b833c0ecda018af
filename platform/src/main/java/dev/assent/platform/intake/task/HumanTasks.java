package dev.assent.platform.intake.task;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.contract.value.Limits;
import dev.assent.platform.form.FormSchema;
import dev.assent.platform.intake.fields.Fields;
import dev.assent.platform.intake.fields.RequestSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads a `human_task` (contract section 5.1).
public final class HumanTasks {
  private static final int TITLE_BESIDES_NAME = 32;

  private HumanTasks() {}

  /// Whom a task is for when it does not say so itself.
  ///
  /// @param email where that person is told
  public record Asked(List<Assignee> assignees, Optional<String> email) {
    public static final Asked ANYBODY = new Asked(List.of(), Optional.empty());
  }

  /// @param people who a name of `assignees` stands for
  public static HumanTask read(
      Fields fields, String title, Asked asked, Function<String, Assignee> people) {
    fields.know(RequestSchema.SCENARIO.part("human_task"));
    fields.is("on a question");
    TaskType type = type(fields);
    List<Assignee> assignees =
        fields.texts("assignees", Limits.ASSIGNEES_MAX, Limits.ADDRESS_LENGTH_MAX).stream()
            .map(people)
            .toList();
    OutcomeWords words = OutcomeWords.read(fields, type);
    return new HumanTask(
        type,
        fields.optionalText("title", Limits.TITLE_LENGTH_MAX).orElse(title),
        fields.optionalText("description", Limits.DESCRIPTION_LENGTH_MAX).orElse(""),
        words.outcomes(),
        needs(fields, "required_comment", type.commentRequired(), type, "a comment"),
        needs(fields, "evidence_required", type.evidenceRequired(), type, "evidence"),
        assignees.isEmpty() ? asked.assignees() : assignees,
        form(fields),
        fields.optionalText("notify_email", Limits.ADDRESS_LENGTH_MAX).or(asked::email),
        words.verdicts(),
        fields
            .optionalFlag("require_binding")
            .filter(Boolean::booleanValue)
            .map(_ -> Shown.Proof.CONTENT));
  }

  /// A form that nobody can fill in is its author's to mend.
  private static Optional<Json> form(Fields fields) {
    Optional<Json> form = fields.optionalJsonObject("form_schema");
    form.flatMap(FormSchema::problem)
        .ifPresent(
            problem -> {
              throw fields.wrong(
                  "a JSON Schema (2020-12) that somebody can satisfy",
                  problem.path().isEmpty() ? "form_schema" : "form_schema." + problem.path(),
                  problem.found());
            });
    return form;
  }

  /// What holds: an author may ask for more than the type does, never for less.
  private static boolean needs(
      Fields fields, String name, boolean always, TaskType type, String what) {
    Optional<Boolean> said = fields.optionalFlag(name);
    if (always && said.isPresent() && !said.get()) {
      fields.warn(
          name,
          "a task of the type "
              + type.wireName()
              + " needs "
              + what
              + " whatever is said here, so false has no effect");
    }
    return always || said.orElse(false);
  }

  /// The question that a human step without a `human_task` asks.
  public static HumanTask plain(String title, Asked asked) {
    return new HumanTask(
        TaskType.APPROVAL,
        title,
        "",
        List.of(),
        false,
        false,
        asked.assignees(),
        Optional.empty(),
        asked.email());
  }

  /// A title for a task whose author gave none.
  public static String title(String subject) {
    int max = Limits.TITLE_LENGTH_MAX - TITLE_BESIDES_NAME;
    String shown = subject.length() <= max ? subject : subject.substring(0, max);
    return "Approval needed: " + shown;
  }

  private static TaskType type(Fields fields) {
    String name = fields.optionalText("task_type").orElse(TaskType.APPROVAL.wireName());
    return TaskType.named(name)
        .orElseThrow(
            () ->
                fields.wrong(
                    "one of " + Arrays.stream(TaskType.values()).map(TaskType::wireName).toList(),
                    "task_type",
                    "got '" + name + "'"));
  }
}
