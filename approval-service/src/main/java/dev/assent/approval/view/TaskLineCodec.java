package dev.assent.approval.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [TaskLine] as [TaskLineRow] keeps it: JSON, so that a field can be added. A field that is read
/// must have been written since the first release, or be given a value here when it is absent.
final class TaskLineCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private TaskLineCodec() {}

  private record Row(
      String intent,
      String org,
      String workspace,
      String intentType,
      String from,
      @Nullable String to,
      String step,
      String type,
      String title,
      String description,
      List<String> outcomes,
      boolean comment,
      boolean evidence,
      List<String> assignees,
      int version,
      String openedAt,
      @Nullable String dueAt,
      int reminders,
      List<String> escalatedTo) {}

  static byte[] encode(TaskLine task) {
    try {
      return JSON.writeValueAsBytes(
          new Row(
              task.intent().toString(),
              task.workspace().org(),
              task.workspace().name(),
              task.intentType(),
              task.from(),
              task.to(),
              task.step(),
              task.type(),
              task.title(),
              task.description(),
              task.outcomes(),
              task.commentRequired(),
              task.evidenceRequired(),
              task.assignees().stream().map(Assignee::toString).toList(),
              task.version(),
              task.openedAt().toString(),
              task.dueAt().map(Instant::toString).orElse(null),
              task.reminders(),
              task.escalatedTo().stream().map(Assignee::toString).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write task " + task.intent() + " as JSON", e);
    }
  }

  /// @param from where in the bytes the JSON begins; it goes on to their end
  static TaskLine decode(byte[] bytes, int from) {
    Row row = read(bytes, from);
    return new TaskLine(
        IntentId.parse(row.intent()),
        new Workspace(row.org(), row.workspace()),
        row.intentType(),
        row.from(),
        Objects.requireNonNullElse(row.to(), ""),
        row.step(),
        row.type(),
        row.title(),
        row.description(),
        row.outcomes(),
        row.comment(),
        row.evidence(),
        row.assignees().stream().map(Assignee::parse).toList(),
        row.version(),
        Instant.parse(row.openedAt()),
        Optional.ofNullable(row.dueAt()).map(Instant::parse),
        row.reminders(),
        row.escalatedTo().stream().map(Assignee::parse).toList());
  }

  private static Row read(byte[] bytes, int from) {
    try {
      return JSON.readValue(bytes, from, bytes.length - from, Row.class);
    } catch (IOException e) {
      throw new IllegalStateException("expected an open task in the store, but got other bytes", e);
    }
  }
}
