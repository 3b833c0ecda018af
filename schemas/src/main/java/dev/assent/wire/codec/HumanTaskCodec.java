package dev.assent.wire.codec;

import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.HumanTask;
import dev.assent.contract.task.Reminders;
import dev.assent.contract.task.Shown;
import dev.assent.contract.task.TaskType;
import dev.assent.contract.value.Json;
import dev.assent.wire.avro.AssigneeData;
import dev.assent.wire.avro.HumanTaskData;
import dev.assent.wire.avro.RemindersData;
import dev.assent.wire.format.WireException;
import java.util.List;
import java.util.Optional;

/// [HumanTask], [Assignee] and [Reminders] on the wire.
public final class HumanTaskCodec {
  private HumanTaskCodec() {}

  public static HumanTaskData toAvro(HumanTask task) {
    return new HumanTaskData(
        task.type().wireName(),
        task.title(),
        task.description(),
        task.outcomes(),
        task.commentRequired(),
        task.evidenceRequired(),
        toAvro(task.assignees()),
        task.formSchema().map(Json::text).orElse(null),
        task.notifyEmail().orElse(null),
        task.verdicts().stream().map(Enum::name).toList(),
        task.proofRequired().map(Enum::name).orElse(null));
  }

  public static HumanTask fromAvro(HumanTaskData data) {
    TaskType type =
        TaskType.named(data.getType())
            .orElseThrow(() -> Fields.unknownKind("task", data.getType()));
    return new HumanTask(
        type,
        data.getTitle(),
        data.getDescription(),
        data.getOutcomes(),
        data.getCommentRequired(),
        data.getEvidenceRequired(),
        fromAvro(data.getAssignees()),
        Optional.ofNullable(data.getFormSchema()).map(Json::new),
        Optional.ofNullable(data.getNotifyEmail()),
        verdicts(data),
        Optional.ofNullable(data.getProofRequired())
            .map(word -> Fields.constant(Shown.Proof.class, word)));
  }

  private static List<TaskType.Verdict> verdicts(HumanTaskData data) {
    List<String> names = data.getVerdicts();
    if (!names.isEmpty() && names.size() != data.getOutcomes().size()) {
      throw new WireException(
          "expected a verdict for each of " + data.getOutcomes() + ", but got " + names);
    }
    return names.stream().map(name -> Fields.constant(TaskType.Verdict.class, name)).toList();
  }

  public static List<AssigneeData> toAvro(List<Assignee> assignees) {
    return assignees.stream().map(HumanTaskCodec::toAvro).toList();
  }

  public static List<Assignee> fromAvro(List<AssigneeData> assignees) {
    return assignees.stream().map(HumanTaskCodec::fromAvro).toList();
  }

  public static AssigneeData toAvro(Assignee assignee) {
    return switch (assignee) {
      case Assignee.Person person -> new AssigneeData("Person", person.id());
      case Assignee.Role role -> new AssigneeData("Role", role.name());
    };
  }

  public static Assignee fromAvro(AssigneeData data) {
    return switch (data.getKind()) {
      case "Person" -> new Assignee.Person(data.getName());
      case "Role" -> new Assignee.Role(data.getName());
      default -> throw Fields.unknownKind("assignee", data.getKind());
    };
  }

  public static RemindersData toAvro(Reminders reminders) {
    return new RemindersData(
        Fields.micros(reminders.after()),
        Fields.micros(reminders.every()),
        reminders.max(),
        reminders.escalateTo().map(HumanTaskCodec::toAvro).orElse(null));
  }

  public static Reminders fromAvro(RemindersData data) {
    return new Reminders(
        Fields.duration(data.getAfterMicros()),
        Fields.duration(data.getEveryMicros()),
        data.getMax(),
        Optional.ofNullable(data.getEscalateTo()).map(HumanTaskCodec::fromAvro));
  }
}
