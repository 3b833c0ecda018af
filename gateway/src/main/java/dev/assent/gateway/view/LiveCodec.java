package dev.assent.gateway.view;

import dev.assent.contract.Status;
import dev.assent.contract.id.AgentAddress;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.contract.task.Eligibility;
import dev.assent.platform.rows.Packed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/// [Live] as it is kept in the store. Times are in microseconds since 1970. Age and id are in the
/// key. Whoever changes what is written raises [#LAYOUT]; the rows are then made anew from the
/// facts when the view opens.
final class LiveCodec {
  /// 1 was JSON.
  static final byte LAYOUT = 2;

  private LiveCodec() {}

  static byte[] encode(Live live) {
    Packed.Writer out =
        new Packed.Writer()
            .text(live.workspace().org())
            .text(live.workspace().name())
            .text(live.status().name())
            .number(live.changedMicros())
            .texts(live.owners())
            .count(live.task().isPresent() ? 1 : 0);
    live.task()
        .ifPresent(
            asked ->
                out.number(asked.openedMicros())
                    .texts(texts(asked.who().assignees()))
                    .texts(texts(asked.who().escalatedTo())));
    out.count(live.deliveries().size());
    for (IntentView.Delivery open : live.deliveries()) {
      out.uuid(open.intent().value()).count(open.ordinal()).text(open.agent().toString());
    }
    return out.bytes();
  }

  static Live decode(KeyValue<Bytes, byte[]> stored) {
    Packed.Reader in = new Packed.Reader(stored.value);
    Workspace workspace = new Workspace(in.text(), in.text());
    return new Live(
        Keys.age(stored.key),
        workspace,
        Status.valueOf(in.text()),
        in.number(),
        in.texts(),
        task(in),
        deliveries(in, workspace));
  }

  private static Optional<Live.Asked> task(Packed.Reader in) {
    return in.count() == 0
        ? Optional.empty()
        : Optional.of(
            new Live.Asked(
                in.number(), new Eligibility(assignees(in.texts()), assignees(in.texts()))));
  }

  private static List<IntentView.Delivery> deliveries(Packed.Reader in, Workspace workspace) {
    int count = in.count();
    List<IntentView.Delivery> open = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      open.add(
          new IntentView.Delivery(
              new IntentId(in.uuid()), in.count(), AgentAddress.parse(in.text(), workspace)));
    }
    return open;
  }

  private static List<String> texts(List<Assignee> assignees) {
    return assignees.stream().map(Assignee::toString).toList();
  }

  private static List<Assignee> assignees(List<String> texts) {
    return texts.stream().map(Assignee::parse).toList();
  }
}
