package dev.assent.notifier.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.contract.value.Hash;
import dev.assent.notifier.plan.Message;
import dev.assent.notifier.plan.Recipient;
import dev.assent.notifier.plan.TaskContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// [TaskContext] as it is kept in the store: JSON, so that a field can be added. A field that is
/// read must have been written since the first release, or be given a value here when it is absent.
final class ContextCodec {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private ContextCodec() {}

  private record Row(
      String intentType,
      String from,
      Map<String, Integer> remindersMax,
      @Nullable Open open,
      int lastSeq) {}

  private record Open(
      String step,
      String type,
      String title,
      List<String> asked,
      String yes,
      boolean comment,
      boolean more,
      String openedAt,
      @Nullable String dueAt,
      @Nullable Integer version,
      @Nullable String content) {}

  static byte[] encode(TaskContext context) {
    try {
      return JSON.writeValueAsBytes(
          new Row(
              context.intentType(),
              context.from(),
              context.remindersMax(),
              context.open().map(ContextCodec::open).orElse(null),
              context.lastSeq()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write a task's context as JSON", e);
    }
  }

  static TaskContext decode(byte[] bytes) {
    try {
      Row row = JSON.readValue(bytes, Row.class);
      return new TaskContext(
          row.intentType(),
          row.from(),
          row.remindersMax(),
          Optional.ofNullable(row.open()).map(ContextCodec::question),
          row.lastSeq());
    } catch (IOException e) {
      throw new IllegalStateException(
          "expected a task's context in the store, but got other bytes", e);
    }
  }

  private static Open open(TaskContext.Question question) {
    return new Open(
        question.step(),
        question.type(),
        question.title(),
        question.asked().stream().map(Recipient::toString).toList(),
        question.yes(),
        question.commentRequired(),
        question.more(),
        question.openedAt().toString(),
        question.dueAt().map(Instant::toString).orElse(null),
        question.content().map(Message.Content::version).orElse(null),
        question.content().map(content -> content.hash().hex()).orElse(null));
  }

  private static TaskContext.Question question(Open open) {
    return new TaskContext.Question(
        open.step(),
        open.type(),
        open.title(),
        open.asked().stream().map(Recipient::parse).toList(),
        open.yes(),
        open.comment(),
        open.more(),
        Instant.parse(open.openedAt()),
        Optional.ofNullable(open.dueAt()).map(Instant::parse),
        content(open.version(), open.content()));
  }

  private static Optional<Message.Content> content(
      @Nullable Integer version, @Nullable String hash) {
    return version == null || hash == null
        ? Optional.empty()
        : Optional.of(new Message.Content(version, new Hash(hash)));
  }
}
