package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.session.NodeFiles;
import dev.assent.client.AssentClient;
import dev.assent.wire.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing acknowledged is lost, whenever the process ends.
class KillRestartIT {
  @TempDir Path data;

  @Test
  void anApprovalGoesOnWaitingThroughAKill_andIsDecidedOnce() throws Exception {
    String intent;
    try (NodeProcess first = NodeProcess.up(data)) {
      intent = atTheGate(first.files());
      aSecondNodeIsRefused(first);
      first.kill();
    }

    try (NodeProcess again = NodeProcess.up(data)) {
      reminderComes(again.files(), intent);
      JsonNode decided = approve(again.files(), intent);
      assertThat(decided.path("decided").asBoolean()).isTrue();

      List<String> events = events(again.files(), intent);
      assertThat(events).filteredOn("intent.completed"::equals).hasSize(1);
      assertThat(events).filteredOn("intent.human_task_assigned"::equals).hasSize(1);
      assertThat(auditRecords(again.files(), intent)).isEqualTo(1);
      itStopsWhenTold(again);
    }
  }

  private void aSecondNodeIsRefused(NodeProcess first) throws Exception {
    Path output = data.resolve("second.log");
    assertThat(NodeProcess.run(data, output, "up")).isEqualTo(ExitCode.FAILED.code());
    assertThat(Files.readAllLines(output)).hasSize(1);
    assertThat(Files.readString(output)).contains(data.toString(), "a node runs on it");
    assertThat(first.alive()).isTrue();
    assertThat(first.files().nodeFile()).exists();
  }

  private void itStopsWhenTold(NodeProcess node) throws Exception {
    Path output = data.resolve("down.log");
    assertThat(NodeProcess.run(data, output, "down")).isEqualTo(ExitCode.DONE.code());
    assertThat(node.alive()).isFalse();
    assertThat(node.files().nodeFile()).doesNotExist();
    assertThat(node.files().keysFile()).exists();
  }

  private static String atTheGate(NodeFiles files) throws Exception {
    DemoScenario scenario = DemoScenario.load();
    DemoClient gateway = gateway(files);
    String intent =
        gateway.post("/v1/scenarios/apply", scenario.bundle()).path("intent_id").asText();
    String url = files.node().orElseThrow().gatewayUrl();
    try (AssentClient agent = AssentClient.connect(url, files.keys().orElseThrow().agentKey())) {
      new DemoAgent(agent, scenario.agent(), new Story(new PrintWriter(new StringWriter()))).work();
    }
    gateway.follow(
        "/v1/intents/" + intent + "/events/stream",
        event -> !event.path("event_type").asText().equals("intent.human_task_assigned"));
    return intent;
  }

  /// It fell due while no node ran, or falls due now: either way it comes.
  private static void reminderComes(NodeFiles files, String intent) throws Exception {
    gateway(files)
        .follow(
            "/v1/intents/" + intent + "/events/stream",
            event -> !event.path("event_type").asText().equals("intent.reminder"));
  }

  private static JsonNode approve(NodeFiles files, String intent) throws Exception {
    DemoClient approvals =
        new DemoClient(
            files.node().orElseThrow().approvalsUrl(), files.keys().orElseThrow().approverKey());
    JsonNode task = approvals.get("/v1/tasks/" + intent).path("task");
    return approvals.post(
        "/v1/tasks/" + intent + "/decision",
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "approved")
            .put("version", task.path("version").asInt())
            .put("content_hash", task.path("content_hash").asText()));
  }

  private static List<String> events(NodeFiles files, String intent) throws Exception {
    JsonNode events = gateway(files).get("/v1/intents/" + intent + "/events").path("events");
    return StreamSupport.stream(events.spliterator(), false)
        .map(event -> event.path("event_type").asText())
        .toList();
  }

  private static DemoClient gateway(NodeFiles files) throws IOException {
    return new DemoClient(
        files.node().orElseThrow().gatewayUrl(), files.keys().orElseThrow().initiatorKey());
  }

  /// Those of the intent: that its type got a policy is one, too.
  private static int auditRecords(NodeFiles files, String intent) throws IOException {
    Map<String, Object> client = new HashMap<>(files.kafkaLogin().orElseThrow().clientProperties());
    client.put("bootstrap.servers", files.node().orElseThrow().bootstrapServers());
    client.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(new Topics("").audit().name())
          .forEach(found -> partitions.add(new TopicPartition(found.topic(), found.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      int count = 0;
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(100))) {
          count += new String(row.key(), StandardCharsets.UTF_8).equals(intent) ? 1 : 0;
        }
      }
      return count;
    }
  }
}
