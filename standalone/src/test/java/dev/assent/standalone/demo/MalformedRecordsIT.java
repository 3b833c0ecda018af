package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.contract.Result;
import dev.assent.contract.delivery.Delivery;
import dev.assent.testing.fuzz.Malformed;
import dev.assent.wire.submissions.PublicRequest;
import dev.assent.wire.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every malformed record there is, to every partition of every topic, an agent's and the
/// registry's too: whoever reads it passes it, and all goes on, also after a restart, when what is
/// read only then is read.
class MalformedRecordsIT {
  private static final int TAKEN_OF_A_PARTITION_MIN = 20;

  @Test
  void nothingThatIsWrittenToATopic_stopsWhoeverReadsIt(@TempDir Path folder) throws Exception {
    try (PublicTopics topics = PublicTopics.start(folder);
        KafkaProducer<byte[], byte[]> producer = topics.producer(Map.of())) {
      aStepIsDone(topics);
      Malformed.throwInto(producer, names(topics))
          .forEach(
              (topic, taken) ->
                  assertThat(taken)
                      .as("malformed records that the broker took on " + topic)
                      .isGreaterThanOrEqualTo(
                          TAKEN_OF_A_PARTITION_MIN * producer.partitionsFor(topic).size()));
      someStepsAreDone(topics);
    }
    try (PublicTopics topics = PublicTopics.start(folder)) {
      someStepsAreDone(topics);
    }
  }

  private static List<String> names(PublicTopics topics) {
    return Stream.concat(
            topics.connection.topics().all().stream().map(Topics.Topic::name),
            Stream.of(topics.agentTopic().name(), "_schemas"))
        .toList();
  }

  /// Ids go to all partitions.
  private static void someStepsAreDone(PublicTopics topics) throws Exception {
    for (int i = 0; i < PublicTopics.PARTITIONS; i++) {
      aStepIsDone(topics);
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
}
