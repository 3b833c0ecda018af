package dev.assent.approval.view;

import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Assignee;
import dev.assent.platform.rows.Packed;
import org.apache.kafka.common.utils.Bytes;

/// An open task's row in the store: its [Listing] in few bytes, then the [TaskLine] as JSON. So the
/// lists are rebuilt at start without reading any JSON, and what a list shows is one read more.
///
/// The layout ([Packed]): a mark that says which layout it is; the place's two times in
/// microseconds; organisation, workspace and the list of assignees; the JSON. Rows of before had
/// only the JSON, which begins with a brace.
final class TaskLineRow {
  private static final byte LAYOUT = 1;
  private static final byte JSON_ONLY = '{';

  private TaskLineRow() {}

  static byte[] encode(TaskLine task) {
    Place place = Place.of(task);
    return new Packed.Writer()
        .mark(LAYOUT)
        .number(place.dueMicros())
        .number(place.openedMicros())
        .text(task.workspace().org())
        .text(task.workspace().name())
        .texts(task.assignees().stream().map(Assignee::toString).toList())
        .rest(TaskLineCodec.encode(task))
        .bytes();
  }

  /// @throws IllegalStateException when these are not the bytes of a row
  static TaskLine task(Bytes key, byte[] row) {
    return switch (row[0]) {
      case LAYOUT -> {
        Packed.Reader in = new Packed.Reader(row);
        listing(key, in);
        yield TaskLineCodec.decode(row, in.position());
      }
      case JSON_ONLY -> TaskLineCodec.decode(row, 0);
      default -> throw unknown(row);
    };
  }

  /// @throws IllegalStateException when these are not the bytes of a row
  static Listing listing(Bytes key, byte[] row) {
    return switch (row[0]) {
      case LAYOUT -> listing(key, new Packed.Reader(row));
      case JSON_ONLY -> Listing.of(TaskLineCodec.decode(row, 0));
      default -> throw unknown(row);
    };
  }

  private static Listing listing(Bytes key, Packed.Reader in) {
    in.mark();
    return new Listing(
        new Place(in.number(), in.number(), TaskKeys.intent(key)),
        new Workspace(in.text(), in.text()),
        in.texts().stream().map(Assignee::parse).toList());
  }

  private static IllegalStateException unknown(byte[] row) {
    return new IllegalStateException(
        "expected an open task in the store (its first byte "
            + LAYOUT
            + " or "
            + JSON_ONLY
            + "), but got a first byte of "
            + row[0]);
  }
}
