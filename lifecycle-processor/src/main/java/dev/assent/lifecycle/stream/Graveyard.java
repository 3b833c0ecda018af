package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.LetterContent;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.event.Level;

/// Turns a record that cannot be carried out into its dead letter.
final class Graveyard {
  private static final SparseLog LINES = SparseLog.of(Graveyard.class);

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
                        read.topic(), read.partition(), read.offset(), time(record)))
            .orElseThrow(() -> new IllegalStateException("a record that was read nowhere"));
    meters.deadLetter(why);
    LINES
        .at(Level.WARN, why + " on " + origin.topic())
        .addKeyValue("cause", why)
        .addKeyValue("topic", origin.topic())
        .addKeyValue("partition", origin.partition())
        .addKeyValue("offset", origin.offset())
        .log("A record went to the dead letters");
    return letter(record, origin, cause);
  }

  /// What its producer wrote, where [InTurn] put it aside: the last header is ours.
  private static long time(Record<byte[], byte[]> record) {
    Header aside = record.headers().lastHeader(DeadLetter.ORIGIN_TIMESTAMP);
    try {
      return record.timestamp() > 0 || aside == null
          ? record.timestamp()
          : Long.parseLong(new String(aside.value(), StandardCharsets.US_ASCII));
    } catch (NumberFormatException _) {
      return record.timestamp();
    }
  }

  private Write letter(Record<byte[], byte[]> record, DeadLetter.Origin origin, String cause) {
    Instant now = Instant.ofEpochMilli(SteadyTime.SHARED.wall(context.currentSystemTimeMs()));
    LetterContent content = LetterContent.of(record.key(), record.value(), record.headers());
    return new Write(
        sink,
        new Out.ToDeadLetters(content.key()),
        Objects.requireNonNullElse(content.value(), new byte[0]),
        content.headers(origin, cause, LifecycleProcessor.COMPONENT, now));
  }
}
