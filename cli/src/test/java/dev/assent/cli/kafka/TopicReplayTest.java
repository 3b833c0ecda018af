package dev.assent.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReplayTest {
  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<String> read = new ArrayList<>();

  private TopicReplay<String> replay() {
    consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    return new TopicReplay<>(
        consumer,
        row ->
            Optional.of(new String(row.value(), StandardCharsets.UTF_8))
                .filter(t -> !t.equals("-")),
        text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }

  private void record(TopicPartition partition, long offset, String time) {
    consumer.addRecord(
        new ConsumerRecord<>(
            "t", partition.partition(), offset, null, time.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void partitionsAreMergedByTimeWhateverComesFirst() {
    consumer.updateEndOffsets(Map.of(P0, 3L, P1, 3L));
    consumer.schedulePollTask(
        () -> {
          record(P0, 0, "10");
          record(P0, 1, "30");
          record(P0, 2, "50");
        });
    consumer.schedulePollTask(() -> record(P1, 0, "20"));
    consumer.schedulePollTask(
        () -> {
          record(P1, 1, "40");
          record(P1, 2, "60");
        });

    boolean ended = replay().read(List.of(P0, P1), Optional.empty(), Optional.empty(), read::add);

    assertThat(ended).isTrue();
    assertThat(read).containsExactly("10", "20", "30", "40", "50", "60");
  }

  @Test
  void whatIsWrittenMeanwhileIsLeftForFollow() {
    consumer.updateEndOffsets(Map.of(P0, 1L, P1, 0L));
    consumer.schedulePollTask(
        () -> {
          record(P0, 0, "10");
          record(P0, 1, "20");
          record(P0, 2, "30");
        });
    TopicReplay<String> replay = replay();

    replay.read(List.of(P0, P1), Optional.empty(), Optional.empty(), read::add);
    assertThat(read).containsExactly("10");

    // a real consumer fetches again what it was sent back over
    consumer.schedulePollTask(
        () -> {
          record(P0, 1, "20");
          record(P0, 2, "30");
        });
    replay.follow(
        text -> {
          read.add(text);
          return !text.equals("30");
        });
    assertThat(read).containsExactly("10", "20", "30");
  }

  @Test
  void anUnreadableRecordHoldsNothingUp() {
    consumer.updateEndOffsets(Map.of(P0, 2L, P1, 0L));
    consumer.schedulePollTask(
        () -> {
          record(P0, 0, "-");
          record(P0, 1, "10");
        });

    replay().read(List.of(P0, P1), Optional.empty(), Optional.empty(), read::add);

    assertThat(read).containsExactly("10");
  }

  @Test
  void itStopsWhenNobodyReadsAnyMore() {
    consumer.updateEndOffsets(Map.of(P0, 2L, P1, 0L));
    consumer.schedulePollTask(
        () -> {
          record(P0, 0, "10");
          record(P0, 1, "20");
        });

    boolean ended =
        replay().read(List.of(P0, P1), Optional.empty(), Optional.empty(), text -> !read.add(text));

    assertThat(ended).isFalse();
    assertThat(read).containsExactly("10");
  }
}
