package dev.assent.cli.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/// Reads a topic from its begin to its present end and, on request, on from there. The partitions
/// are merged by time, so that what comes out reads as it happened.
///
/// @param <T> what a record is turned into
public final class TopicReplay<T> {
  /// How far a record's own time and the broker's may lie apart when reading begins or ends in the
  /// middle of the topic.
  private static final Duration APART = Duration.ofHours(1);

  private static final Duration POLL = Duration.ofMillis(200);

  /// Entries kept of one partition while another one is behind.
  private static final int AHEAD_MAX = 2_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decode;
  private final Function<T, Instant> time;
  private final Map<TopicPartition, ArrayDeque<T>> waiting = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /// @param decode empty for a record to leave out
  public TopicReplay(
      Consumer<byte[], byte[]> consumer,
      Function<ConsumerRecord<byte[], byte[]>, Optional<T>> decode,
      Function<T, Instant> time) {
    this.consumer = consumer;
    this.decode = decode;
    this.time = time;
  }

  /// @param each whether to go on
  /// @return whether the end was reached
  public boolean read(
      List<TopicPartition> partitions,
      Optional<Instant> since,
      Optional<Instant> until,
      Predicate<T> each) {
    consumer.assign(partitions);
    seek(partitions, since);
    ends.putAll(consumer.endOffsets(partitions));
    until.ifPresent(to -> ends.putAll(positionsAt(partitions, to.plus(APART))));
    while (true) {
      finish();
      if (!emit(each)) {
        return false;
      }
      if (ends.isEmpty()) {
        return true;
      }
      poll();
    }
  }

  /// Goes on where [#read] ended, until `each` says no more.
  public void follow(Predicate<T> each) {
    consumer.resume(consumer.assignment());
    while (true) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Optional<T> entry = decode.apply(record);
        if (entry.isPresent() && !each.test(entry.get())) {
          return;
        }
      }
    }
  }

  private void seek(List<TopicPartition> partitions, Optional<Instant> since) {
    consumer.seekToBeginning(partitions);
    since.ifPresent(
        from -> {
          consumer.seekToEnd(partitions);
          positionsAt(partitions, from.minus(APART)).forEach(consumer::seek);
        });
  }

  /// Of the partitions that have a record of that time or later: the first one's offset.
  private Map<TopicPartition, Long> positionsAt(List<TopicPartition> partitions, Instant at) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, Math.max(0, at.toEpochMilli())));
    Map<TopicPartition, Long> found = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
        consumer.offsetsForTimes(wanted).entrySet()) {
      Optional.ofNullable(entry.getValue())
          .ifPresent(position -> found.put(entry.getKey(), position.offset()));
    }
    return found;
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
    for (TopicPartition partition : batch.partitions()) {
      long end = ends.getOrDefault(partition, 0L);
      for (ConsumerRecord<byte[], byte[]> record : batch.records(partition)) {
        if (record.offset() >= end) {
          consumer.seek(partition, record.offset());
          break;
        }
        decode.apply(record).ifPresent(waiting(partition)::add);
      }
      if (waiting(partition).size() > AHEAD_MAX) {
        consumer.pause(List.of(partition));
      }
    }
  }

  /// What was written after the start is for [#follow].
  private void finish() {
    List<TopicPartition> finished =
        ends.entrySet().stream()
            .filter(end -> consumer.position(end.getKey()) >= end.getValue())
            .map(Map.Entry::getKey)
            .toList();
    finished.forEach(ends::remove);
    consumer.pause(finished);
  }

  /// Everything that surely comes next: what is oldest, as long as no unread partition could hold
  /// something older.
  private boolean emit(Predicate<T> each) {
    while (anyWaiting() && ends.keySet().stream().noneMatch(p -> waiting(p).isEmpty())) {
      ArrayDeque<T> oldest =
          waiting.values().stream()
              .filter(entries -> !entries.isEmpty())
              .min(Comparator.comparing(entries -> time.apply(entries.getFirst())))
              .orElseThrow();
      if (!each.test(oldest.removeFirst())) {
        return false;
      }
    }
    consumer.resume(ends.keySet().stream().filter(p -> waiting(p).size() <= AHEAD_MAX).toList());
    return true;
  }

  private boolean anyWaiting() {
    return waiting.values().stream().anyMatch(entries -> !entries.isEmpty());
  }

  private ArrayDeque<T> waiting(TopicPartition partition) {
    return waiting.computeIfAbsent(partition, _ -> new ArrayDeque<>());
  }
}
