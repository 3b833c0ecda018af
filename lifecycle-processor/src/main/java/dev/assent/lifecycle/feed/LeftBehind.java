package dev.assent.lifecycle.feed;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// What the feed found out about a record before anybody tries to read it: a header with the cause.
/// No producer can set it, as it is taken off whatever comes from a topic.
public final class LeftBehind {
  static final String CAUSE = "assent-feed-cause";

  private LeftBehind() {}

  /// Why the record cannot be read, if the feed knows; the header is gone after this.
  public static Optional<String> takeCause(Headers headers) {
    @Nullable Header header = headers.lastHeader(CAUSE);
    if (header == null) {
      return Optional.empty();
    }
    headers.remove(CAUSE);
    return Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  static void mark(Headers headers, String cause) {
    headers.add(CAUSE, cause.getBytes(StandardCharsets.UTF_8));
  }

  /// In place of one that is too large to be held.
  static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long timestamp, String cause) {
    RecordHeaders headers = new RecordHeaders();
    mark(headers, cause);
    return BoundedBatch.made(
        partition, offset, timestamp, TimestampType.CREATE_TIME, null, new byte[0], headers);
  }
}
