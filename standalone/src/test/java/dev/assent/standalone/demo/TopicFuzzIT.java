package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.testing.fuzz.Hostile;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hostile records in every partition of every topic of a whole node, from somebody who has its
/// login: good records spoilt, requests with hostile content, noise, in every compression. Then
/// every partition still does its work, and every service is ready.
class TopicFuzzIT {
  private static final int RECORDS = Integer.getInteger("assent.fuzz.records", 4_000);
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  @Test
  void noRecordStopsAPartition(@TempDir Path folder) throws Exception {
    Hostile hostile = Hostile.seeded();
    try (PublicTopics node = PublicTopics.start(folder)) {
      List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
      for (String codec : CODECS) {
        producers.add(node.producer(Map.of("compression.type", codec)));
      }
      try {
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
          sent.add(hostile.oneOf(producers).send(record(node, hostile)));
        }
        for (Future<?> each : sent) {
          each.get(60, TimeUnit.SECONDS);
        }
      } finally {
        producers.forEach(KafkaProducer::close);
      }

      for (int i = 0; i < 4 * PublicTopics.PARTITIONS; i++) { // ids go to all partitions
        aStepIsDone(node, hostile.seed());
      }
      for (String door : List.of(node.place().gatewayUrl(), node.place().approvalsUrl())) {
        await("seed " + hostile.seed()).atMost(PublicTopics.SOON).until(() -> ready(door));
      }
    }
  }

  private static void aStepIsDone(PublicTopics node, long seed) throws Exception {
    PublicRequest.Submit request = node.request();
    node.submit(request);
    Delivery delivery = node.delivery(node.answer(request));
    PublicRequest.Report report = PublicTopics.complete(delivery);
    node.report(report);
    assertThat(node.answer(report)).as("seed %d", seed).isInstanceOf(Result.Accepted.class);
  }

  private static boolean ready(String door) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(door + "/health/readiness")).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    }
  }

  private static ProducerRecord<byte[], byte[]> record(PublicTopics node, Hostile hostile) {
    boolean publicly = !hostile.once(4);
    boolean submitting = hostile.once(2);
    Topics topics = node.connection.topics();
    Topics.Topic topic =
        publicly
            ? submitting ? topics.submissions() : topics.reports()
            : hostile.oneOf(
                List.of(
                    topics.commands(),
                    topics.events(),
                    topics.results(),
                    topics.audit(),
                    topics.directory(),
                    topics.notifications(),
                    topics.deadLetters()));
    byte[] value = submitting ? submission(node, hostile) : report(node, hostile);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.name(),
            null,
            hostile.once(5) ? (Long) (long) hostile.below(Integer.MAX_VALUE) : null,
            hostile.once(3) || topic.equals(topics.directory())
                ? hostile.bytes(new byte[16]) // a compacted topic takes none without a key
                : null,
            hostile.once(3) ? hostile.bytes(value) : value);
    if (hostile.once(3)) {
      record.headers().add(hostile.once(2) ? "assent-signature" : "x", hostile.bytes(new byte[64]));
    }
    if (publicly && submitting && !hostile.once(4)) {
      node.signer.sign(record);
    }
    return record;
  }

  private static byte[] submission(PublicTopics node, Hostile hostile) {
    PublicRequest.Submit plain =
        PublicRequest.Submit.of(
            UUID.randomUUID(),
            hostile.once(3) ? wellFormed(hostile.text()) : node.request().intentType(),
            hostile.once(3) ? wellFormed(hostile.text()) : "human",
            hostile.json("{\"target\":\"db-1\",\"amount\":1}"));
    return node.wire.submissions().encode(plain);
  }

  private static byte[] report(PublicTopics node, Hostile hostile) {
    return node.wire
        .reports()
        .encode(
            new PublicRequest.Report(
                UUID.randomUUID(),
                hostile.once(3) ? wellFormed(hostile.text()) : UUID.randomUUID().toString(),
                "agent://local/default/" + node.scenario.agent(),
                hostile.below(5),
                wellFormed(hostile.text()),
                hostile.oneOf(List.of("COMPLETE", "FAIL", "PROGRESS", "nonsense")),
                hostile.json("{\"action\":\"complete\"}"),
                wellFormed(hostile.text())));
  }

  /// Text that Avro can carry.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
