package dev.assent.lifecycle.feed;

import dev.assent.lifecycle.feed.RawFetcher.Fetched;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads partitions of the public topics ahead, on a thread of its own and within [Bounds].
final class PublicFeed implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(PublicFeed.class);
  private static final Duration WAIT = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final RawFetcher fetcher;
  private final SchemaCheck schemas;
  private final Set<TopicPartition> idle;
  private final Bell bell;
  private final Map<TopicPartition, Reading> readings = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  /// @param idle where it keeps which partitions have nothing to hand out
  /// @param bell rung when there is something to hand out
  PublicFeed(
      RawFetcher fetcher, SchemaCheck schemas, Set<TopicPartition> idle, Bell bell, String name) {
    this.fetcher = fetcher;
    this.schemas = schemas;
    this.idle = idle;
    this.bell = bell;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::keepReading);
  }

  boolean isOpen(TopicPartition partition) {
    return readings.containsKey(partition);
  }

  void open(TopicPartition partition, long from) {
    readings.put(partition, new Reading(partition, from, schemas));
    fetcher.wakeup();
  }

  void shut(TopicPartition partition) {
    readings.remove(partition);
  }

  void retain(Collection<TopicPartition> partitions) {
    readings.keySet().retainAll(partitions);
  }

  boolean isReady(TopicPartition partition) {
    Reading reading = readings.get(partition);
    return reading != null && reading.isReady();
  }

  /// Whether the offset that was asked for is no longer there, or not yet.
  boolean isOutOfRange(TopicPartition partition) {
    Reading reading = readings.get(partition);
    return reading != null && reading.isOutOfRange();
  }

  Optional<Lot> take(TopicPartition partition) {
    Reading reading = readings.get(partition);
    Optional<Lot> lot = reading == null ? Optional.empty() : reading.take();
    if (lot.isPresent()) {
      fetcher.wakeup(); // the next one may be waiting behind it
    }
    return lot;
  }

  /// Whatever happens, errors included, the reading goes on: where it stood, as nothing was taken.
  private void keepReading() {
    while (!closed) {
      try {
        read();
      } catch (RuntimeException | Error e) {
        if (!closed) {
          readings.keySet().forEach(idle::remove);
          LOGGER.atError().setCause(e).log("The public topics could not be read; trying again");
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
    readings.values().forEach(Reading::close);
    fetcher.close();
  }

  private void read() {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    boolean busy = false;
    for (Map.Entry<TopicPartition, Reading> one : readings.entrySet()) {
      one.getValue().prepare();
      if (one.getValue().isReady()) {
        bell.ring();
      }
      Optional<Long> from = one.getValue().wanted();
      from.ifPresent(offset -> wanted.put(one.getKey(), offset));
      busy |= from.isEmpty();
    }
    for (Fetched fetched : fetcher.poll(wanted, busy, WAIT)) {
      Reading reading = readings.get(fetched.partition());
      if (reading != null && reading.came(fetched)) {
        idle.add(fetched.partition());
      } else {
        idle.remove(fetched.partition());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    fetcher.wakeup();
    try {
      thread.join(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
