package dev.assent.platform.deadletters;

import dev.assent.contract.value.Limits;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// What a dead letter carries of its record: all of it where that can be written. A record that
/// came compressed may be larger than any we can write; then its letter tells where it is, and
/// leaves it there. Every reader that keeps dead letters makes them of this, so that none fails for
/// good on a record that only its own dead letter cannot hold.
///
/// @param left what the cause says more, when the record stays where it is; else empty
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LetterContent(
    byte @Nullable [] key, byte @Nullable [] value, Headers original, String left) {

  public static LetterContent of(byte @Nullable [] key, byte @Nullable [] value, Headers original) {
    long bytes = length(key) + length(value) + length(original);
    return bytes <= Limits.RECORD_BYTES_MAX
        ? new LetterContent(key, value, new RecordHeaders(original.toArray()), "")
        : new LetterContent(
            null,
            new byte[0],
            new RecordHeaders(),
            "; its " + bytes + " bytes are too many for a dead letter");
  }

  /// The headers for a new dead letter: the original ones and ours.
  public Headers headers(DeadLetter.Origin origin, Throwable cause, String component, Instant at) {
    return left.isEmpty()
        ? DeadLetter.headers(original, origin, cause, component, at)
        : headers(origin, String.valueOf(cause.getMessage()), component, at);
  }

  /// @param cause in words
  public Headers headers(DeadLetter.Origin origin, String cause, String component, Instant at) {
    return DeadLetter.headers(original, origin, cause + left, component, at);
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long length(Headers headers) {
    long sum = 0;
    for (Header header : headers) {
      sum += header.key().length() * 3L + length(header.value());
    }
    return sum;
  }
}
