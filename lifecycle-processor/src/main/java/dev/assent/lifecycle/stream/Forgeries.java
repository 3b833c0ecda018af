package dev.assent.lifecycle.stream;

import dev.assent.contract.Door;
import dev.assent.contract.Rejection;
import dev.assent.contract.audit.AuditRecord;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.Workspace;
import dev.assent.contract.people.Principal;
import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Doors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.event.Level;

/// Records that no door made (ADR 0034): nothing of them is done, and the trail says where they
/// are. Who wrote them is not known, and what they claim of it is not repeated.
final class Forgeries {
  private static final SparseLog LINES = SparseLog.of(Forgeries.class);
  private static final String EXPECTED = "a record that one of the doors sealed";

  /// Of no workspace that anybody has.
  private static final Workspace NOWHERE = new Workspace("-", "-");

  private final ProcessorContext<?, ?> context;
  private final Doors doors;
  private final Wire wire;
  private final String sink;

  /// @param sink the node of the topology that writes audit records
  Forgeries(ProcessorContext<?, ?> context, Doors doors, Wire wire, String sink) {
    this.context = context;
    this.doors = doors;
    this.wire = wire;
    this.sink = sink;
  }

  /// What no door made; empty for a door's own.
  Optional<String> of(Record<byte[], byte[]> record) {
    RecordMetadata read = place();
    return doors.made(
            read.topic(),
            read.partition(),
            read.offset(),
            record.headers(),
            record.key(),
            record.value())
        ? Optional.empty()
        : Optional.of("it has no seal, or not one of this record");
  }

  /// For the dead letter.
  static String cause(String found) {
    return "expected " + EXPECTED + ", but " + found;
  }

  /// For the trail: the refusal, and where the record is.
  Write audit(String found) {
    RecordMetadata read = place();
    String where = read.topic() + "-" + read.partition() + " at offset " + read.offset();
    LINES
        .at(Level.ERROR, read.topic())
        .addKeyValue("topic", read.topic())
        .addKeyValue("partition", read.partition())
        .addKeyValue("offset", read.offset())
        .log("A record that no door made was refused: somebody else may write to this topic");
    AuditRecord record =
        new AuditRecord(
            new CommandId(UUID.nameUUIDFromBytes(where.getBytes(StandardCharsets.UTF_8))),
            Instant.ofEpochMilli(SteadyTime.SHARED.wall(context.currentSystemTimeMs())),
            IngestProcessor.NO_INTENT,
            NOWHERE,
            AuditRecord.What.REFUSED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            nobody(),
            Door.KAFKA,
            "",
            where,
            Optional.empty(),
            Optional.empty(),
            "forged",
            Optional.of(
                Rejection.of(
                    Rejection.Code.UNAUTHENTICATED,
                    EXPECTED,
                    "the one in " + where + ": " + found)),
            Optional.empty(),
            Optional.empty());
    return Write.to(sink, new Out.ToIntent(IngestProcessor.NO_INTENT), wire.audit().encode(record));
  }

  private static Principal nobody() {
    return new Principal(
        Principal.Kind.SYSTEM, "nobody", NOWHERE, Set.of(), Set.of(), "none", Optional.empty());
  }

  private RecordMetadata place() {
    return context
        .recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a record that was read nowhere"));
  }
}
