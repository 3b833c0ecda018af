package dev.assent.notifier.stream;

import dev.assent.platform.deadletters.DeadLetter;
import dev.assent.platform.deadletters.LetterContent;
import dev.assent.platform.log.SparseLog;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.event.Level;

/// A record that cannot be read, or that breaks our code, becomes a dead letter with its cause, and
/// its partition goes on. One that came compressed and is larger than any we can write stays where
/// it is, and its letter tells so.
///
/// @param sink the dead letters' node in the topology
/// @param component who could not read it
public record Unreadable(
    ProcessorContext<byte[], byte[]> context, String sink, String component, Clock clock) {
  private static final SparseLog LINES = SparseLog.of(Unreadable.class);

  public void keep(Record<byte[], byte[]> record, Throwable cause) {
    RecordMetadata where = context.recordMetadata().orElseThrow();
    LINES
        .at(Level.ERROR, cause)
        .addKeyValue("topic", where.topic())
        .addKeyValue("partition", where.partition())
        .addKeyValue("offset", where.offset())
        .setCause(cause)
        .log("A record could not be told; it is in the dead letters");
    DeadLetter.Origin origin =
        new DeadLetter.Origin(where.topic(), where.partition(), where.offset(), record.timestamp());
    LetterContent content = LetterContent.of(record.key(), record.value(), record.headers());
    context.forward(
        new Record<>(
            content.key(),
            content.value(),
            record.timestamp(),
            content.headers(origin, cause, component, clock.instant())),
        sink);
  }
}
