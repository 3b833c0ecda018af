package dev.assent.lifecycle.stream;

import dev.assent.contract.Asked;
import dev.assent.contract.Rejection;
import dev.assent.contract.Rejection.Code;
import dev.assent.contract.Result;
import dev.assent.contract.id.CommandId;
import dev.assent.contract.id.IntentId;
import dev.assent.contract.value.Limits;
import dev.assent.lifecycle.feed.HandedOut;
import dev.assent.lifecycle.feed.LeftBehind;
import dev.assent.lifecycle.stream.Ingest.RefusedException;
import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.deadletters.Fault;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.platform.log.SparseLog;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.DoorSeal;
import dev.assent.wire.format.RecordTooLargeException;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The public topics' records become commands, each in its intent's partition (ADR 0014). A record
/// that cannot be read is a dead letter; one that can be, but is refused, is answered.
final class IngestProcessor {
  private static final SparseLog LINES = SparseLog.of(IngestProcessor.class);

  /// What an answer names where there is no intent to speak of.
  static final IntentId NO_INTENT = IntentId.NONE;

  private final ProcessorContext<Out, byte[]> context;
  private final Wire wire;
  private final String reportsTopic;
  private final String commandsTopic;
  private final DoorSeal seal;
  private final Signatures signatures;
  private final Ingest ingest;
  private final LifecycleMeters meters;
  private final Graveyard graveyard;
  private final Strikes strikes;

  IngestProcessor(
      ProcessorContext<Out, byte[]> context,
      Wire wire,
      Topics topics,
      DoorSeal seal,
      Signatures signatures,
      Ingest ingest,
      LifecycleMeters meters,
      Strikes strikes) {
    this.strikes = strikes;
    this.context = context;
    this.wire = wire;
    this.reportsTopic = topics.reports().name();
    this.commandsTopic = topics.commands().name();
    this.seal = seal;
    this.signatures = signatures;
    this.ingest = ingest;
    this.meters = meters;
    this.graveyard = new Graveyard(context, meters, Names.INGEST_DEAD_LETTERS);
  }

  void process(Record<byte[], byte[]> record) {
    forward(taken(record));
    context
        .recordMetadata()
        .ifPresent(
            read ->
                HandedOut.ofThisThread().processed(read.topic(), read.partition(), read.offset()));
    if (DrainedCommit.ofThisThread().processed()) {
      context.commit();
    }
  }

  private Write taken(Record<byte[], byte[]> record) {
    Optional<String> known = LeftBehind.takeCause(record.headers());
    if (known.isPresent()) {
      return graveyard.letter(record, "unreadable", known.get());
    }
    byte @Nullable [] value = record.value();
    if (value == null || value.length == 0) {
      return graveyard.letter(record, "unreadable", "expected a request, but the value is empty");
    }
    if (value.length > Limits.RECORD_BYTES_MAX) {
      return graveyard.letter(
          record,
          "unreadable",
          "expected a record of at most "
              + Limits.RECORD_BYTES_MAX
              + " bytes, but it has "
              + value.length);
    }
    RecordMetadata read = context.recordMetadata().orElseThrow();
    Strikes.Mark mark = strikes.of(read.topic(), read.partition());
    if (mark.condemned(read.offset())) {
      return broken(record, new CondemnedException());
    }
    try {
      return takenTwice(record, value);
    } catch (WireException e) {
      return graveyard.letter(record, "unreadable", String.valueOf(e.getMessage()));
    } catch (KafkaException | RegistryUnavailableException | RegistryException e) {
      throw e;
    } catch (LinkageError e) {
      throw e; // the program's fault: every record would meet it
    } catch (Error e) {
      mark.struck(read.offset());
      return broken(record, e);
    } catch (RuntimeException e) {
      return broken(record, e);
    }
  }

  /// As in [LifecycleProcessor]: somebody else may have used up the memory.
  private Write takenTwice(Record<byte[], byte[]> record, byte[] value) {
    try {
      return taken(record, value);
    } catch (OutOfMemoryError _) {
      return taken(record, value);
    }
  }

  private Write broken(Record<byte[], byte[]> record, Throwable cause) {
    LINES
        .at(Level.ERROR, cause)
        .setCause(Fault.withoutMessage(cause))
        .log("A request broke our code; it is in the dead letters");
    return graveyard.letter(record, "broken", cause.getClass().getName());
  }

  private Write taken(Record<byte[], byte[]> record, byte[] value) {
    boolean report =
        context.recordMetadata().map(read -> read.topic().equals(reportsTopic)).orElse(false);
    PublicRequest request =
        report ? wire.reports().decode(value) : wire.submissions().decode(value);
    try {
      return command(asked(request, record, value));
    } catch (RefusedException e) {
      return refused(request, e.rejection());
    } catch (RecordTooLargeException e) {
      String message = String.valueOf(e.getMessage());
      return refused(request, new Rejection(Code.OUT_OF_BOUNDS, message, Map.of()));
    }
  }

  private Asked asked(PublicRequest request, Record<byte[], byte[]> record, byte[] value) {
    return switch (request) {
      case PublicRequest.Report report -> ingest.report(report);
      case PublicRequest.Submission submission ->
          ingest.submission(signatures.signer(record.headers(), value), submission);
    };
  }

  private Write command(Asked asked) {
    meters.taken("taken");
    Out.ToIntent out = new Out.ToIntent(asked.target().root());
    Write write = Write.to(Names.INGEST_COMMANDS, out, wire.commands().encode(asked));
    seal.seal(write.headers(), commandsTopic, out.key(), write.value());
    return write;
  }

  private Write refused(PublicRequest request, Rejection rejection) {
    meters.taken(rejection.code().name());
    LINES
        .at(Level.INFO, rejection.code().name())
        .addKeyValue("requestId", request.requestId())
        .addKeyValue("code", rejection.code())
        .log("A request on a public topic was refused");
    Result result = new Result.Rejected(commandId(request), intent(request), rejection);
    return Write.to(
        Names.INGEST_RESULTS,
        new Out.ToProducer(request.requestId()),
        wire.results().encode(result));
  }

  /// Never the id of a real command, whatever id the producer chose: doors tell their answers by
  /// it.
  private static CommandId commandId(PublicRequest request) {
    String name = "refused/" + request.requestId();
    return new CommandId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static IntentId intent(PublicRequest request) {
    return switch (request) {
      case PublicRequest.Submit _ -> NO_INTENT;
      case PublicRequest.Cancel cancel -> named(cancel.intentId()).orElse(NO_INTENT);
      case PublicRequest.Report report -> named(report.stepIntent()).orElse(NO_INTENT);
    };
  }

  private static Optional<IntentId> named(String text) {
    try {
      return Optional.of(IntentId.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void forward(Write write) {
    long now = SteadyTime.SHARED.wall(context.currentSystemTimeMs());
    context.forward(new Record<>(write.out(), write.value(), now, write.headers()), write.sink());
  }
}
