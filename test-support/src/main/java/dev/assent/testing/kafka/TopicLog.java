package dev.assent.testing.kafka;

import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A topic as anybody reads it: with a plain consumer, committed records only.
public final class TopicLog<T> implements Closeable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Function<byte[], T> decode;
  private final List<TopicPartition> partitions;

  private TopicLog(
      KafkaConsumer<byte[], byte[]> consumer,
      Function<byte[], T> decode,
      List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.decode = decode;
    this.partitions = partitions;
  }

  /// A record: its value is decoded only when it is asked for.
  ///
  /// @param key as text; empty where there is none
  public record Entry<T>(String key, Supplier<T> decoded) {
    public T value() {
      return decoded.get();
    }
  }

  /// @param clientProperties where the brokers are
  /// @param fromBeginning else only what comes from now on
  public static <T> TopicLog<T> open(
      Map<String, Object> clientProperties,
      String topic,
      Function<byte[], T> decode,
      boolean fromBeginning) {
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.put("fetch.max.wait.ms", 50); // closing waits for the fetch that is under way
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position); // now, not at the first poll
    }
    return new TopicLog<>(consumer, decode, partitions);
  }

  /// All records of a topic that are committed at this moment, each partition in its order.
  public static <T> List<Entry<T>> all(
      Map<String, Object> clientProperties, String topic, Function<byte[], T> decode) {
    List<Entry<T>> all = new ArrayList<>();
    try (TopicLog<T> log = open(clientProperties, topic, decode, true)) {
      log.readToEnd(all::add);
    }
    return all;
  }

  /// What has come; waits a little for it.
  public void poll(Consumer<Entry<T>> each) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      byte[] key = record.key() == null ? new byte[0] : record.key();
      each.accept(
          new Entry<>(new String(key, StandardCharsets.UTF_8), () -> decode.apply(record.value())));
    }
  }

  /// All that is committed at this moment.
  public void readToEnd(Consumer<Entry<T>> each) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      poll(each);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
