package dev.assent.platform.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/// Whether partitions move. One that has something to do and has not moved for a while is standing
/// still, whatever the cause: a record that breaks its thread each time, a thread that hangs, a
/// broker that does not give what it has.
///
/// After a start it is not yet believed to move: only what has moved since, or has nothing to do,
/// is. That is told once; later a partition that is taken over has the same while as any other.
public final class Progress {
  /// Two replacements of a thread that dies again and again fit in, and every wait of a healthy
  /// one.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Brokers that told nothing for so long do not answer readers either. A look that is slow, but
  /// answered, takes less.
  static final Duration SILENCE = Duration.ofSeconds(12);

  /// A service may have nothing to work on; at its start it may have nothing yet.
  static final int EMPTY_LOOKS = 10;

  private final Duration patience;
  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Map<TopicPartition, Last> all = new HashMap<>();
  private Map<TopicPartition, Seen> latest = Map.of();
  private boolean proven;
  private boolean looked;
  private int empty;
  private long answered;

  public Progress(Duration patience, LongSupplier nanoTime, Clock clock) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.answered = nanoTime.getAsLong();
  }

  /// What was seen of a partition.
  ///
  /// @param offset of the next record that is to be done
  /// @param end offset where the partition ends now
  /// @param done whether nothing is left to do for certain, whatever the offsets say
  public record Seen(long offset, long end, boolean done) {
    long behind() {
      return done ? 0 : Math.max(0, end - offset);
    }
  }

  /// A partition that stands still.
  ///
  /// @param offset of the record that it stands at
  /// @param since when it was last seen to move, or to have nothing to do
  public record Standing(TopicPartition partition, long offset, Instant since) {
    @Override
    public String toString() {
      return partition + " stands still at offset " + offset + " since " + since;
    }
  }

  private record Last(long offset, boolean good, long atNanos, Instant at) {}

  /// Of all partitions that are worked on here; those that are gone are forgotten.
  public synchronized void look(Map<TopicPartition, Seen> seen) {
    answered = nanoTime.getAsLong();
    all.keySet().retainAll(seen.keySet());
    seen.forEach(this::look);
    latest = Map.copyOf(seen);
    looked = true;
    empty = seen.isEmpty() ? empty + 1 : 0;
    boolean known = !seen.isEmpty() || empty >= EMPTY_LOOKS;
    proven = proven || (known && all.values().stream().allMatch(Last::good));
  }

  private void look(TopicPartition partition, Seen seen) {
    Last last = all.get(partition);
    boolean moved = last != null && seen.offset() != last.offset();
    if (last == null || moved || seen.done()) {
      long now = nanoTime.getAsLong();
      all.put(partition, new Last(seen.offset(), moved || seen.done(), now, clock.instant()));
    }
  }

  /// Whether the brokers told lately how far the partitions are.
  public synchronized boolean answered() {
    return nanoTime.getAsLong() - answered <= SILENCE.toNanos();
  }

  /// Whether all have moved since the start, or had nothing to do.
  public synchronized boolean proven() {
    return proven;
  }

  /// How many offsets of a topic's partitions that are worked on here are yet to be done; markers
  /// of transactions may be among them. Empty when nobody knows: nothing was told yet, or lately.
  public synchronized OptionalLong behind(String topic) {
    if (!looked || !answered()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        latest.entrySet().stream()
            .filter(one -> one.getKey().topic().equals(topic))
            .mapToLong(one -> one.getValue().behind())
            .sum());
  }

  public synchronized List<Standing> standing() {
    long now = nanoTime.getAsLong();
    return all.entrySet().stream()
        .filter(one -> now - one.getValue().atNanos() > patience.toNanos())
        .map(one -> new Standing(one.getKey(), one.getValue().offset(), one.getValue().at()))
        .toList();
  }
}
