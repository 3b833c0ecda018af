package dev.assent.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PollLoopTest {
  private static final TopicPartition PARTITION = new TopicPartition("rows", 0);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Long> read = new CopyOnWriteArrayList<>();

  /// A row of the directory that was passed over could be a policy, or a key that was revoked.
  @Test
  void aBatchThatFails_comesAgain_andNothingIsPassedOver() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    consumer.assign(List.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    record(consumer, 0);
    record(consumer, 1);
    consumer.schedulePollTask(
        () -> {
          // MockConsumer forgets what it handed out: the broker would send it again
          consumer.schedulePollTask(
              () -> {
                record(consumer, 0);
                record(consumer, 1);
                record(consumer, 2);
              });
        });

    try (PollLoop loop =
        PollLoop.start(
            "test",
            consumer,
            batch -> {
              batch.forEach(row -> read.add(row.offset()));
              if (read.size() == 2) {
                throw new OutOfMemoryError("planted");
              }
            })) {
      await().atMost(SOON).until(() -> read.size() >= 5);
      assertThat(loop.running()).isTrue();
    }

    assertThat(read).containsExactly(0L, 1L, 0L, 1L, 2L);
  }

  private static void record(MockConsumer<byte[], byte[]> consumer, long offset) {
    consumer.addRecord(
        new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, null, null));
  }
}
