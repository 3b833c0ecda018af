package dev.assent.lifecycle.feed;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// What this stream thread was handed and has not processed yet: the next lot of a partition waits
/// for it, as Kafka Streams itself counts records and not their bytes.
public final class HandedOut {
  private static final ThreadLocal<HandedOut> OF_THREAD = ThreadLocal.withInitial(HandedOut::new);

  /// The last offset of each partition's lot.
  private final Map<TopicPartition, Long> last = new HashMap<>();

  private HandedOut() {}

  public static HandedOut ofThisThread() {
    return OF_THREAD.get();
  }

  void handed(Lot lot) {
    if (!lot.records().isEmpty()) {
      last.put(lot.partition(), lot.records().getLast().offset());
    }
  }

  public void processed(String topic, int partition, long offset) {
    if (!last.isEmpty()) {
      last.computeIfPresent(
          new TopicPartition(topic, partition), (_, until) -> offset >= until ? null : until);
    }
  }

  boolean isProcessed(TopicPartition partition) {
    return !last.containsKey(partition);
  }

  /// It will be read again from elsewhere, or by another.
  void forget(TopicPartition partition) {
    last.remove(partition);
  }
}
