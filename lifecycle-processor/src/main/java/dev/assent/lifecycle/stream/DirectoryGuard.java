package dev.assent.lifecycle.stream;

import dev.assent.lifecycle.stream.Turn.Write;
import dev.assent.platform.kafka.SteadyTime;
import dev.assent.wire.Wire;
import dev.assent.wire.connection.Doors;
import dev.assent.wire.directory.DirectoryEntry;
import dev.assent.wire.format.WireException;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Tells the trail of rows of the directory that no door made, or that lie under another row's key.
/// Everybody who reads the directory refuses them by themselves; one of them has to say so, and
/// only a transaction says it once.
record DirectoryGuard(Doors doors, Wire wire, LifecycleMeters meters)
    implements ProcessorSupplier<byte[], byte[], Out, byte[]> {

  @Override
  public Processor<byte[], byte[], Out, byte[]> get() {
    return new Task();
  }

  /// One task; Kafka Streams may revive it.
  private final class Task implements Processor<byte[], byte[], Out, byte[]> {
    private @Nullable ProcessorContext<Out, byte[]> context;

    @Override
    public void init(ProcessorContext<Out, byte[]> given) {
      context = given;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      if (context == null) {
        throw new IllegalStateException("expected a task that is initialised");
      }
      Forgeries forgeries = new Forgeries(context, doors, wire, Names.GUARD_AUDIT);
      Optional<String> wrong = forgeries.of(record).or(() -> misplaced(record));
      if (wrong.isPresent()) {
        Graveyard graveyard = new Graveyard(context, meters, Names.GUARD_DEAD_LETTERS);
        forward(context, graveyard.letter(record, "forged", Forgeries.cause(wrong.get())));
        forward(context, forgeries.audit(wrong.get()));
      }
      if (DrainedCommit.ofThisThread().processed()) {
        context.commit();
      }
    }

    private static void forward(ProcessorContext<Out, byte[]> context, Write write) {
      long now = SteadyTime.SHARED.wall(context.currentSystemTimeMs());
      context.forward(new Record<>(write.out(), write.value(), now, write.headers()), write.sink());
    }

    @Override
    public void close() {
      DrainedCommit.ofThisThread().reset();
      context = null;
    }
  }

  /// What cannot be read is the readers' to tell: a newer program may have written it.
  private Optional<String> misplaced(Record<byte[], byte[]> record) {
    if (record.value() == null || record.key() == null) {
      return Optional.empty();
    }
    try {
      DirectoryEntry entry = wire.directory().decode(record.value());
      String key = new String(record.key(), StandardCharsets.UTF_8);
      return entry.key().equals(key)
          ? Optional.empty()
          : Optional.of("it lies under another row's key");
    } catch (RegistryUnavailableException | RegistryException e) {
      throw e;
    } catch (WireException e) {
      return Optional.empty();
    }
  }
}
