package dev.assent.approval.view;

import dev.assent.contract.Assignee;
import dev.assent.contract.IntentId;
import dev.assent.contract.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;

/// An open task's row in the store: its [Listing] in few bytes, then the [OpenTask] as JSON. So the
/// lists are rebuilt at start without reading any JSON, and what a list shows is one read more.
///
/// The layout: a byte that says which layout it is; the place's two times in microseconds; how many
/// texts follow; organisation, workspace and assignees, each with its length before it; the JSON.
/// All numbers are big-endian. Rows of before that had only the JSON, which begins with a brace.
final class OpenTaskRow {
  private static final byte LAYOUT = 1;
  private static final byte JSON_ONLY = '{';
  private static final int FIXED_BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

  private OpenTaskRow() {}

  static byte[] encode(OpenTask task) {
    Place place = Place.of(task);
    List<byte[]> texts = texts(task);
    byte[] json = OpenTaskCodec.encode(task);
    int size = FIXED_BYTES + json.length;
    for (byte[] text : texts) {
      size += Integer.BYTES + text.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(LAYOUT).putLong(place.dueMicros()).putLong(place.openedMicros()).putInt(texts.size());
    texts.forEach(text -> out.putInt(text.length).put(text));
    return out.put(json).array();
  }

  private static List<byte[]> texts(OpenTask task) {
    return Stream.concat(
            Stream.of(task.workspace().org(), task.workspace().name()),
            task.assignees().stream().map(Assignee::toString))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /// @throws IllegalStateException when these are not the bytes of a row
  static OpenTask task(byte[] row) {
    return switch (row[0]) {
      case LAYOUT -> {
        ByteBuffer in = afterTimes(row);
        for (int left = in.getInt(); left > 0; left--) {
          int length = in.getInt();
          in.position(in.position() + length);
        }
        yield OpenTaskCodec.decode(row, in.position());
      }
      case JSON_ONLY -> OpenTaskCodec.decode(row, 0);
      default -> throw unknown(row);
    };
  }

  /// @throws IllegalStateException when these are not the bytes of a row
  static Listing listing(Bytes key, byte[] row) {
    return switch (row[0]) {
      case LAYOUT -> listing(TaskKeys.intent(key), ByteBuffer.wrap(row));
      case JSON_ONLY -> Listing.of(OpenTaskCodec.decode(row, 0));
      default -> throw unknown(row);
    };
  }

  private static Listing listing(IntentId intent, ByteBuffer row) {
    row.get();
    Place place = new Place(row.getLong(), row.getLong(), intent);
    int assignees = row.getInt() - 2;
    Workspace workspace = new Workspace(text(row), text(row));
    List<Assignee> all = new ArrayList<>(assignees);
    for (int i = 0; i < assignees; i++) {
      all.add(Assignee.parse(text(row)));
    }
    return new Listing(place, workspace, all);
  }

  private static ByteBuffer afterTimes(byte[] row) {
    return ByteBuffer.wrap(row).position(FIXED_BYTES - Integer.BYTES);
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
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
