package dev.assent.notifier.send;

import dev.assent.door.DeadLetter;
import java.time.Clock;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A record that cannot be read, or that breaks our code, becomes a dead letter with its cause, and
/// its partition goes on.
///
/// @param sink the dead letters' node in the topology
/// @param component who could not read it
public record Unreadable(
    ProcessorContext<byte[], byte[]> context, String sink, String component, Clock clock) {
  private static final Logger LOGGER = LoggerFactory.getLogger(Unreadable.class);

  public void keep(Record<byte[], byte[]> record, RuntimeException cause) {
    RecordMetadata where = context.recordMetadata().orElseThrow();
    LOGGER
        .atError()
        .addKeyValue("topic", where.topic())
        .addKeyValue("partition", where.partition())
        .addKeyValue("offset", where.offset())
        .setCause(cause)
        .log("A record could not be told; it is in the dead letters");
    DeadLetter.Origin origin =
        new DeadLetter.Origin(where.topic(), where.partition(), where.offset(), record.timestamp());
    context.forward(
        new Record<>(
            record.key(),
            record.value(),
            record.timestamp(),
            DeadLetter.headers(
                new RecordHeaders(record.headers().toArray()),
                origin,
                cause,
                component,
                clock.instant())),
        sink);
  }
}
