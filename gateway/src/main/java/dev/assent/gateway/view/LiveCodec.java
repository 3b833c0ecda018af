package dev.assent.gateway.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.contract.AgentAddress;
import dev.assent.contract.Assignee;
import dev.assent.contract.IntentId;
import dev.assent.contract.Status;
import dev.assent.contract.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/// [Live] as it is kept in the store: JSON, so that a field can be added. A field that is read must
/// have been written since the first release, or be given a value here when it is absent. Times are
/// in microseconds since 1970. Age and id are in the key.
final class LiveCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final ObjectWriter WRITER = JSON.writerFor(Row.class);
  private static final ObjectReader READER = JSON.readerFor(Row.class);

  private LiveCodec() {}

  private record Row(
      String org,
      String workspace,
      String status,
      long changed,
      List<String> owners,
      @Nullable Task task,
      List<Delivery> deliveries) {}

  private record Task(long opened, List<String> assignees, List<String> escalated) {}

  private record Delivery(String intent, int ordinal, String agent) {}

  static byte[] encode(Live live) {
    try {
      return WRITER.writeValueAsBytes(
          new Row(
              live.workspace().org(),
              live.workspace().name(),
              live.status().name(),
              live.changedMicros(),
              live.owners(),
              live.task().map(LiveCodec::task).orElse(null),
              live.deliveries().stream().map(LiveCodec::delivery).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected to write intent " + live.id() + " as JSON", e);
    }
  }

  private static Task task(Live.Asked asked) {
    return new Task(asked.openedMicros(), texts(asked.assignees()), texts(asked.escalatedTo()));
  }

  private static List<String> texts(List<Assignee> assignees) {
    return assignees.stream().map(Assignee::toString).toList();
  }

  private static Delivery delivery(IntentView.Delivery open) {
    return new Delivery(open.intent().toString(), open.ordinal(), open.agent().toString());
  }

  static Live decode(KeyValue<Bytes, byte[]> stored) {
    Row row = row(stored.value);
    Workspace workspace = new Workspace(row.org(), row.workspace());
    return new Live(
        Keys.age(stored.key),
        workspace,
        Status.valueOf(row.status()),
        row.changed(),
        row.owners(),
        Optional.ofNullable(row.task()).map(LiveCodec::asked),
        row.deliveries().stream()
            .map(
                open ->
                    new IntentView.Delivery(
                        IntentId.parse(open.intent()),
                        open.ordinal(),
                        AgentAddress.parse(open.agent(), workspace)))
            .toList());
  }

  private static Live.Asked asked(Task task) {
    return new Live.Asked(task.opened(), assignees(task.assignees()), assignees(task.escalated()));
  }

  private static List<Assignee> assignees(List<String> texts) {
    return texts.stream().map(Assignee::parse).toList();
  }

  private static Row row(byte[] bytes) {
    try {
      return READER.readValue(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(
          "expected a live intent in the store, but got other bytes", e);
    }
  }
}
