package dev.assent.lifecycle.stream;

import dev.assent.contract.Door;
import dev.assent.platform.bus.Stamp;
import dev.assent.platform.directory.Directory;
import dev.assent.platform.directory.Signers;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.topic.Topics;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// What the ingest processors of all tasks are made of.
///
/// @param catchUp reads the directory to its end, or throws a
///   [org.apache.kafka.common.KafkaException] when it does not get there in time: the record comes
///   again then
public record IngestShell(
    Wire wire,
    Topics topics,
    Directory directory,
    Signers signers,
    Runnable catchUp,
    StepTokens tokens,
    LifecycleMeters meters,
    Clock clock,
    Doors doors,
    Strikes strikes)
    implements ProcessorSupplier<byte[], byte[], Out, byte[]> {

  @Override
  public Processor<byte[], byte[], Out, byte[]> get() {
    return new Task();
  }

  /// One task; Kafka Streams may revive it.
  private final class Task implements Processor<byte[], byte[], Out, byte[]> {
    private @Nullable IngestProcessor processor;

    @Override
    public void init(ProcessorContext<Out, byte[]> context) {
      DirectoryNews sparingly = new OncePerPoll(catchUp);
      processor =
          new IngestProcessor(
              context,
              wire,
              topics,
              doors.seal(),
              new Signatures(signers, sparingly),
              new Ingest(directory, tokens, new Stamp(clock, Door.KAFKA), sparingly),
              meters,
              strikes);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (processor == null) {
        throw new IllegalStateException("expected a task that is initialised");
      }
      processor.process(record);
    }

    @Override
    public void close() {
      DrainedCommit.ofThisThread().reset();
      processor = null;
    }
  }

  /// Strangers' records must not hold up the others that are done on this thread: the directory is
  /// read to its end once for all that were polled together, as each of them was written before.
  private static final class OncePerPoll implements DirectoryNews {
    private final Runnable catchUp;
    private long asked = -1;

    private OncePerPoll(Runnable catchUp) {
      this.catchUp = catchUp;
    }

    @Override
    public boolean read() {
      long poll = DrainedCommit.ofThisThread().polls();
      if (poll == asked) {
        return false;
      }
      catchUp.run();
      asked = poll;
      return true;
    }
  }
}
