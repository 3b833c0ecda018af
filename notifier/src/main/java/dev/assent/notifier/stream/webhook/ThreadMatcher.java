package dev.assent.notifier.stream.webhook;

import dev.assent.contract.Happened;
import dev.assent.notifier.plan.ThreadContext;
import dev.assent.notifier.plan.ThreadPlan;
import dev.assent.notifier.stream.IntentRows;
import dev.assent.notifier.stream.Unreadable;
import dev.assent.wire.codec.Codec;
import dev.assent.wire.registry.RegistryUnavailableException;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Intents' facts become events of the inboxes that their threads are in.
final class ThreadMatcher implements Processor<byte[], byte[], byte[], byte[]> {
  private final Codec<Happened> facts;
  private final Matching matching;
  private final String component;
  private final Clock clock;
  private @Nullable Opened opened;

  private record Opened(
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> store,
      Unreadable unreadable) {}

  ThreadMatcher(Codec<Happened> facts, Matching matching, String component, Clock clock) {
    this.facts = facts;
    this.matching = matching;
    this.component = component;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    opened =
        new Opened(
            context,
            context.getStateStore(Names.THREADS),
            new Unreadable(context, Names.THREAD_DEAD_LETTERS, component, clock));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Opened at = opened();
    try {
      match(facts.decode(record.value()), at);
    } catch (KafkaException | RegistryUnavailableException e) {
      throw e; // the broker, the store or the registry failed, not the record: it is read again
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      at.unreadable().keep(record, e);
    }
  }

  private void match(Happened happened, Opened at) {
    Bytes key = IntentRows.key(happened.intent());
    Optional<ThreadContext> before =
        Optional.ofNullable(at.store().get(key)).map(ThreadContextCodec::decode);
    ThreadPlan.Planned planned = ThreadPlan.of(before, happened);
    matching.forward(planned.events(), at.context(), Names.THREAD_EVENTS);
    if (!planned.context().equals(before)) {
      planned
          .context()
          .ifPresentOrElse(
              context -> at.store().put(key, ThreadContextCodec.encode(context)),
              () -> at.store().delete(key));
    }
  }

  private Opened opened() {
    if (opened == null) {
      throw new IllegalStateException("expected an initialised processor, but got a record first");
    }
    return opened;
  }
}
