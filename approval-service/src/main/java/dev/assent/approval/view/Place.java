package dev.assent.approval.view;

import dev.assent.contract.id.IntentId;
import dev.assent.contract.id.UuidBytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/// Where a task stands in a list: what is due first comes first, what is never due last, then the
/// longest open. Also the cursor of a page: a place stays meaningful when its task is gone.
///
/// @param dueMicros microseconds since 1970; the largest number for a task that is never due
public record Place(long dueMicros, long openedMicros, IntentId intent)
    implements Comparable<Place> {
  private static final int BYTES = 32;

  static Place of(TaskLine task) {
    return new Place(
        task.dueAt().map(Place::micros).orElse(Long.MAX_VALUE),
        micros(task.openedAt()),
        task.intent());
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /// @throws IllegalArgumentException when the text is no cursor that was given out before
  public static Place parse(String cursor) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursor);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "expected " + BYTES + " bytes in base64url, but got " + bytes.length);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Place(in.getLong(), in.getLong(), new IntentId(UuidBytes.get(in)));
  }

  public String cursor() {
    ByteBuffer out =
        UuidBytes.put(
            ByteBuffer.allocate(BYTES).putLong(dueMicros).putLong(openedMicros), intent.value());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  /// Written out, as it is most of what a start with many open tasks spends its time on.
  @Override
  public int compareTo(Place other) {
    int order = Long.compare(dueMicros, other.dueMicros);
    if (order == 0) {
      order = Long.compare(openedMicros, other.openedMicros);
    }
    return order != 0 ? order : intent.compareTo(other.intent);
  }
}
