package dev.assent.platform.streams;

import dev.assent.platform.kafka.SteadyTime;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.streams.internals.ConsumerWrapper;

/// Kafka Streams' main consumer, which gives up when the wall clock was set back. Kafka's clients
/// count by the wall clock and have no other: until it has caught up, a poll under way does not end
/// and no heartbeat is sent, so that the group puts its member out again and again. The thread
/// dies, and the one that replaces it has clients of the new time (ADR 0036).
public class SteadyConsumer extends ConsumerWrapper {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private static final Set<AsyncKafkaConsumer<?, ?>> OPEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  static {
    var _ = Thread.ofPlatform().name("assent-clock").daemon().start(SteadyConsumer::watch);
  }

  private final long setBacksBefore = SteadyTime.SHARED.setBacks();

  /// Wakes those that wait in a poll.
  private static void watch() {
    long known = SteadyTime.SHARED.setBacks();
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      long now = SteadyTime.SHARED.setBacks();
      if (now != known) {
        known = now;
        synchronized (OPEN) {
          OPEN.forEach(AsyncKafkaConsumer::wakeup);
        }
      }
    }
  }

  @Override
  public void wrapConsumer(
      AsyncKafkaConsumer<byte[], byte[]> consumer,
      Map<String, Object> config,
      Optional<StreamsRebalanceData> streams) {
    super.wrapConsumer(consumer, config, streams);
    OPEN.add(consumer);
  }

  /// @throws ClockSetBackException when it was set back since this consumer was made
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    requireSameClock();
    try {
      return delegate.poll(timeout);
    } catch (WakeupException _) {
      requireSameClock();
      return ConsumerRecords.empty(); // woken for a step of before it was made
    }
  }

  private void requireSameClock() {
    if (SteadyTime.SHARED.setBacks() != setBacksBefore) {
      throw new ClockSetBackException();
    }
  }
}
