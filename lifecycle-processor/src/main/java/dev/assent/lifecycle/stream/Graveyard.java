package dev.assent.lifecycle.stream;

import dev.assent.contract.Limits;
import dev.assent.door.DeadLetter;
import dev.assent.lifecycle.stream.Turn.Write;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a record that cannot be carried out into its dead letter.
final class Graveyard {
  private static final Logger LOGGER = LoggerFactory.getLogger(Graveyard.class);

  private final ProcessorContext<?, ?> context;
  private final LifecycleMeters meters;
  private final String sink;

  /// @param sink the node of the topology that writes dead letters
  Graveyard(ProcessorContext<?, ?> context, LifecycleMeters meters, String sink) {
    this.context = context;
    this.meters = meters;
    this.sink = sink;
  }

  /// @param why a word for metrics
  /// @param cause in words
  Write letter(Record<byte[], byte[]> record, String why, String cause) {
    DeadLetter.Origin origin =
        context
            .recordMetadata()
            .map(
                read ->
                    new DeadLetter.Origin(
                        read.topic(), read.partition(), read.offset(), record.timestamp()))
            .orElseThrow(() -> new IllegalStateException("a record that was read nowhere"));
    meters.deadLetter(why);
    LOGGER
        .atWarn()
        .addKeyValue("cause", why)
        .addKeyValue("topic", origin.topic())
        .addKeyValue("partition", origin.partition())
        .addKeyValue("offset", origin.offset())
        .log("A record went to the dead letters");
    return letter(record, origin, cause);
  }

  /// A record that came compressed may be larger than any we can write: then its letter tells where
  /// it is, and leaves it there.
  private Write letter(Record<byte[], byte[]> record, DeadLetter.Origin origin, String cause) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    byte @Nullable [] value = record.value();
    long bytes = length(record.key()) + length(value) + length(record.headers());
    if (bytes > Limits.RECORD_BYTES_MAX) {
      String left = cause + "; its " + bytes + " bytes are too many for a dead letter";
      return new Write(
          sink,
          new Out.ToDeadLetters(null),
          new byte[0],
          DeadLetter.headers(new RecordHeaders(), origin, left, LifecycleProcessor.COMPONENT, now));
    }
    return new Write(
        sink,
        new Out.ToDeadLetters(record.key()),
        value == null ? new byte[0] : value,
        DeadLetter.headers(record.headers(), origin, cause, LifecycleProcessor.COMPONENT, now));
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
