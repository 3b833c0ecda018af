package dev.assent.gateway.view;

import dev.assent.contract.id.IntentId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;

/// A place in a list that is sorted by time, the oldest first.
///
/// @param micros microseconds since 1970, as fine as the wire carries a time
public record Position(long micros, IntentId id) implements Comparable<Position> {
  private static final Comparator<Position> OLDEST_FIRST =
      Comparator.comparingLong(Position::micros).thenComparing(Position::id);
  private static final Instant FIRST = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
  private static final Instant LAST = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

  static Position of(Instant at, IntentId id) {
    return new Position(toMicros(at), id);
  }

  /// Before all that was at this time or later.
  static Position before(Instant at) {
    return of(at, new IntentId(new UUID(Long.MIN_VALUE, Long.MIN_VALUE)));
  }

  /// A time that is too far away, which only a client can name, is the farthest one.
  static long toMicros(Instant at) {
    if (at.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return at.isAfter(LAST) ? Long.MAX_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  /// As a client hands it back: `micros.id`.
  public String cursor() {
    return micros + "." + id;
  }

  /// @throws IllegalArgumentException when it is no [#cursor]
  public static Position parse(String cursor) {
    int dot = cursor.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("expected a number, a dot and an id");
    }
    return new Position(
        Long.parseLong(cursor.substring(0, dot)), IntentId.parse(cursor.substring(dot + 1)));
  }

  @Override
  public int compareTo(Position other) {
    return OLDEST_FIRST.compare(this, other);
  }
}
