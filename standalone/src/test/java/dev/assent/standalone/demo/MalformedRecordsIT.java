package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every malformed record there is, to every partition of every topic: whoever reads it passes it,
/// and all goes on. Compacted topics take no record without a key; that is the broker's to refuse.
class MalformedRecordsIT {
  private static final long NO_TIME = -1;
  private static final long FAR_AWAY = 253_402_300_799_000L;

  @Test
  void nothingThatIsWrittenToATopic_stopsWhoeverReadsIt(@TempDir Path folder) throws Exception {
    try (PublicTopics topics = PublicTopics.start(folder);
        KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
      aStepIsDone(topics);

      int taken = 0;
      for (Topics.Topic topic : topics.connection.topics().all()) {
        for (int partition = 0;
            partition < producer.partitionsFor(topic.name()).size();
            partition++) {
          taken += throwIn(producer, topic.name(), partition);
        }
      }

      assertThat(taken).as("malformed records that the broker took").isGreaterThan(200);
      for (int i = 0; i < PublicTopics.PARTITIONS; i++) {
        aStepIsDone(topics);
      }
    }
  }

  private static void aStepIsDone(PublicTopics topics) throws Exception {
    PublicRequest.Submit request = topics.request();
    topics.submit(request);
    Result answer = topics.answer(request);
    assertThat(answer).isInstanceOf(Result.Accepted.class);
    Delivery delivery = topics.delivery(answer);
    PublicRequest.Report report = PublicTopics.complete(delivery);
    topics.report(report);
    assertThat(topics.answer(report)).isInstanceOf(Result.Accepted.class);
    await()
        .atMost(PublicTopics.SOON)
        .until(
            () ->
                topics
                    .gateway()
                    .get("/v1/intents/" + answer.intent())
                    .at("/intent/status")
                    .asText()
                    .equals("WAITING"));
  }

  private static int throwIn(KafkaProducer<byte[], byte[]> producer, String topic, int partition)
      throws Exception {
    int taken = 0;
    for (ProducerRecord<byte[], byte[]> record : records(topic, partition)) {
      try {
        producer.send(record).get(30, TimeUnit.SECONDS);
        taken++;
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .as("what a broker refuses by itself")
            .isInstanceOfAny(InvalidRecordException.class, InvalidTimestampException.class);
      }
    }
    return taken;
  }

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
