package dev.assent.platform.deadletters;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;

/// A record that could not be read, or that broke our code, as it lies on the dead-letters topic:
/// its original key, value and headers, and beside them where it came from and why it is here.
///
/// @param partition of the dead-letters topic
/// @param offset in that partition
/// @param cause in words; never the payload
/// @param replayed when it was last sent to its origin again; empty when it was not
public record DeadLetter(
    int partition,
    long offset,
    Origin origin,
    String cause,
    String component,
    Instant at,
    Optional<Bytes> key,
    Optional<Bytes> value,
    Headers headers,
    Optional<Instant> replayed) {

  static final String ORIGIN_TOPIC = "assent.origin.topic";
  static final String ORIGIN_PARTITION = "assent.origin.partition";
  static final String ORIGIN_OFFSET = "assent.origin.offset";
  public static final String ORIGIN_TIMESTAMP = "assent.origin.timestamp";
  static final String CAUSE = "assent.cause";
  static final String AT = "assent.at";
  static final String COMPONENT = "assent.component";

  /// On a record in its original topic: which dead letter it was. It stays with the record, so that
  /// one that fails again tells of the first time.
  static final String REPLAY_OF = "assent.replay-of";

  /// On a note in the dead-letters topic, which has no value: which one has been replayed.
  static final String REPLAYED = "assent.replayed";

  private static final Set<String> OURS =
      Set.of(ORIGIN_TOPIC, ORIGIN_PARTITION, ORIGIN_OFFSET, ORIGIN_TIMESTAMP, CAUSE, AT, COMPONENT);

  private static final int CAUSE_LENGTH_MAX = 2_000;

  /// Where a record was read.
  ///
  /// @param partition -1 when it never was in one, for example because the topic does not exist
  /// @param timestamp of the record, in milliseconds since 1970
  public record Origin(String topic, int partition, long offset, long timestamp) {}

  /// How people name it: `partition-offset`.
  public String id() {
    return partition + "-" + offset;
  }

  /// The headers for a new dead letter: the original ones and ours.
  public static Headers headers(
      Headers original, Origin origin, Throwable cause, String component, Instant at) {
    return headers(original, origin, describe(cause), component, at);
  }

  /// @param cause in words
  public static Headers headers(
      Headers original, Origin origin, String cause, String component, Instant at) {
    Headers headers = withoutOurs(original);
    add(headers, ORIGIN_TOPIC, origin.topic());
    add(headers, ORIGIN_PARTITION, Integer.toString(origin.partition()));
    add(headers, ORIGIN_OFFSET, Long.toString(origin.offset()));
    add(headers, ORIGIN_TIMESTAMP, Long.toString(origin.timestamp()));
    add(headers, CAUSE, cut(cause));
    add(headers, COMPONENT, component);
    add(headers, AT, at.toString());
    return headers;
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getName() : message;
  }

  private static String cut(String text) {
    return text.length() <= CAUSE_LENGTH_MAX ? text : text.substring(0, CAUSE_LENGTH_MAX) + "…";
  }

  static Headers withoutOurs(Headers original) {
    Headers kept = new RecordHeaders();
    for (Header header : original) {
      if (!OURS.contains(header.key())) {
        kept.add(header);
      }
    }
    return kept;
  }

  static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A header's text; empty when it is not there.
  static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
