package dev.assent.lifecycle.feed;

import dev.assent.lifecycle.feed.RawFetcher.Fetched;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.FetchResponse;
import org.jspecify.annotations.Nullable;

/// How far one partition is read: a lot that is ready, behind it what was fetched and is still
/// compressed. The feed's thread fills it, a stream thread empties it.
final class Reading {
  private final TopicPartition partition;
  private final SchemaCheck schemas;
  private long next;
  private @Nullable CommittedRecords raw;
  private @Nullable Lot ready;
  private boolean outOfRange;

  Reading(TopicPartition partition, long from, SchemaCheck schemas) {
    this.partition = partition;
    this.next = from;
    this.schemas = schemas;
  }

  /// The offset to fetch from; empty while there is something left of what was fetched before.
  synchronized Optional<Long> wanted() {
    return raw == null && !outOfRange ? Optional.of(next) : Optional.empty();
  }

  /// @return whether there is nothing to hand out
  synchronized boolean came(Fetched fetched) {
    if (fetched.isOutOfRange()) {
      outOfRange = true;
    } else if (raw == null && fetched.from() == next) {
      raw =
          new CommittedRecords(
              partition,
              next,
              FetchResponse.recordsOrFail(fetched.data()),
              fetched.data().abortedTransactions());
      if (raw.done()) {
        raw = null;
      }
    }
    return raw == null && ready == null && !outOfRange;
  }

  /// Makes the next lot of what was fetched. Asks the registry about schemas that are not known, so
  /// that no stream thread has to.
  void prepare() {
    Lot lot = lot();
    if (lot == null) {
      return;
    }
    try {
      for (ConsumerRecord<byte[], byte[]> record : lot.records()) {
        schemas.unreadable(record.value()).ifPresent(why -> LeftBehind.mark(record.headers(), why));
      }
    } catch (RuntimeException | Error e) {
      readAgainFrom(lot.from());
      throw e;
    }
    synchronized (this) {
      ready = lot;
    }
  }

  private synchronized void readAgainFrom(long offset) {
    close();
    raw = null;
    next = offset;
  }

  private synchronized @Nullable Lot lot() {
    CommittedRecords from = raw;
    if (ready != null || from == null) {
      return null;
    }
    long before = next;
    try {
      Lot lot = from.lot();
      next = lot.next();
      if (from.done()) {
        raw = null;
      }
      return lot.next() > lot.from() ? lot : null;
    } catch (RuntimeException | Error e) {
      readAgainFrom(before);
      throw e;
    }
  }

  synchronized boolean isReady() {
    return ready != null;
  }

  synchronized boolean isOutOfRange() {
    return outOfRange;
  }

  synchronized Optional<Lot> take() {
    Lot taken = ready;
    ready = null;
    return Optional.ofNullable(taken);
  }

  synchronized void close() {
    if (raw != null) {
      raw.close();
    }
  }
}
