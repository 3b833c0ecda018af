package dev.assent.testing.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Every malformed record there is, as far as a record can be without knowing what its topic is
/// for.
public final class Malformed {
  private static final long NO_TIME = -1;
  private static final long FAR_AWAY = 253_402_300_799_000L;

  private Malformed() {}

  /// Into every partition of some topics. Compacted topics take no record without a key.
  ///
  /// @return how many the broker took on each topic; what it refuses by itself is not counted
  public static Map<String, Integer> throwInto(
      KafkaProducer<byte[], byte[]> producer, List<String> topics) throws Exception {
    List<List<ProducerRecord<byte[], byte[]>>> each = new ArrayList<>();
    for (String topic : topics) {
      for (int partition = 0; partition < producer.partitionsFor(topic).size(); partition++) {
        each.add(records(topic, partition));
      }
    }
    Map<String, Integer> taken = new HashMap<>();
    for (int i = 0; i < each.getFirst().size(); i++) { // one that is refused fails its whole batch
      IdentityHashMap<ProducerRecord<byte[], byte[]>, Future<?>> sent = new IdentityHashMap<>();
      for (List<ProducerRecord<byte[], byte[]>> records : each) {
        sent.put(records.get(i), producer.send(records.get(i)));
      }
      for (var one : sent.entrySet()) {
        taken.merge(one.getKey().topic(), isTaken(one.getValue()) ? 1 : 0, Integer::sum);
      }
    }
    return taken;
  }

  private static boolean isTaken(Future<?> sent) throws Exception {
    try {
      sent.get(30, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidRecordException
          || e.getCause() instanceof InvalidTimestampException) {
        return false;
      }
      throw e;
    }
  }

  /// For one partition: every key with every value with every time. A broker refuses some of them.
  private static List<ProducerRecord<byte[], byte[]>> records(String topic, int partition) {
    byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    byte[] noise = new byte[1_000];
    new Random(26).nextBytes(noise);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte[] key : Arrays.asList(id, new byte[0], noise, null)) {
      for (byte[] value :
          Arrays.asList(null, new byte[0], new byte[] {0}, noise, unknownSchema())) {
        for (long time : new long[] {NO_TIME, 0, FAR_AWAY}) {
          records.add(new At(topic, partition, key, value, headers(noise), time));
        }
      }
    }
    return records;
  }

  private static byte[] unknownSchema() {
    return ByteBuffer.allocate(9).put((byte) 0).putInt(900_000).putInt(7).array();
  }

  private static Headers headers(byte[] noise) {
    return new RecordHeaders()
        .add("", noise)
        .add("assent.origin.timestamp", noise)
        .add("assent.replay-of", null)
        .add("\u0000\ud83d\ude00", new byte[0]);
  }

  /// Java's client refuses times before 1970; others write them.
  private static final class At extends ProducerRecord<byte[], byte[]> {
    private final long time;

    At(
        String topic,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        long time) {
      super(topic, partition, null, key, value, headers);
      this.time = time;
    }

    @Override
    public Long timestamp() {
      return time;
    }
  }
}
