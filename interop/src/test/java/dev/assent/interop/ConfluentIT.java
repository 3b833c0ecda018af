package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.client.AssentClient;
import dev.assent.client.Intent;
import dev.assent.client.IntentStatus;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/// Confluent's Python client, which is librdkafka and Confluent's own registry client.
@EnabledIf("dev.assent.interop.Python#isThere")
@ExtendWith(WhatTheNodeSaid.class)
class ConfluentIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    Python.install();
    node = RunningNode.get();
  }

  /// The story of docs/clients.md, with a kill between each two steps.
  @Test
  void anAgentOnKafkaAPersonAtTheCommandLineAndAnAuditor_withAKillBetweenEachTwo()
      throws Exception {
    String intent = Python.run(node, "submit.py", UUID.randomUUID().toString());
    try (Program agent = Python.start(node, "kafka_agent.py")) {
      node.killAndRestart();
      agent.awaitLine("validated " + intent);
      node.killAndRestart();
      node.approve(intent);
      node.killAndRestart();
      assertThat(Python.run(node, "wait.py", intent)).isEqualTo("COMPLETED");
      assertThat(agent.alive()).as("librdkafka reconnects").isTrue();
    }
    assertThat(Python.run(node, "audit.py").lines())
        .filteredOn(line -> line.startsWith(intent))
        .singleElement()
        .asString()
        .startsWith(intent + " approved by approver at 2")
        .doesNotContain("refused");
  }

  /// Nothing of ours between the service, the agent and the topics.
  @Test
  void aServiceSubmitsAndAnAgentReportsThroughKafkaAlone() throws Exception {
    String word = UUID.randomUUID().toString();
    assertThat(refusal(node.keys().agentKey(), "kafka_submit.py", word))
        .startsWith("NOT_ALLOWED: ");
    String intent = Python.run(node, "kafka_submit.py", word); // that refusal is not its answer
    node.killAndRestart();
    assertThat(Python.run(node, "kafka_submit.py", word)).as("the same word").isEqualTo(intent);
    try (Program agent = Python.start(node, "kafka_agent.py")) {
      agent.awaitLine("validated " + intent);
    }
    node.approve(intent);
    assertThat(Python.run(node, "wait.py", intent)).isEqualTo("COMPLETED");
  }

  @Test
  void aServiceGivesAnIntentUpThroughKafkaAlone_andNobodyElseCan() throws Exception {
    String intent = Python.run(node, "kafka_submit.py", UUID.randomUUID().toString());
    assertThat(refusal(node.keys().agentKey(), "kafka_cancel.py", intent, "enough"))
        .startsWith("NOT_ALLOWED: ");
    assertThat(refusal("no-key-of-this-node", "kafka_cancel.py", intent, "enough"))
        .startsWith("UNAUTHENTICATED: ");

    node.killAndRestart();
    assertThat(Python.run(node, "kafka_cancel.py", intent, "enough"))
        .isEqualTo("canceled " + intent);

    try (AssentClient client =
        AssentClient.connect(node.place().gatewayUrl(), node.keys().initiatorKey())) {
      Intent canceled = client.get(intent);
      assertThat(canceled.status()).isEqualTo(IntentStatus.CANCELED);
      assertThat(canceled.failure()).contains("enough");
    }
    assertThat(Python.run(node, "kafka_cancel.py", intent, "enough"))
        .as("the same request")
        .isEqualTo("canceled " + intent);
    assertThat(refusal(node.keys().initiatorKey(), "kafka_cancel.py", intent, "once more"))
        .as("another request")
        .startsWith("INTENT_ENDED: ");
    assertThat(Python.run(node, "kafka_events.py", intent).lines().toList())
        .startsWith("1 IntentCreated by initiator through KAFKA")
        .filteredOn(line -> line.contains("IntentCanceled"))
        .singleElement()
        .asString()
        .endsWith(" IntentCanceled by initiator through KAFKA");
  }

  /// What a program says when the node refuses what it asks for with this key.
  private static String refusal(String key, String... line) throws Exception {
    Map<String, String> environment = node.environment();
    environment.put("ASSENT_INITIATOR_KEY", key);
    try (Program program = Program.start(Python.PROGRAMS, environment, Python.command(line))) {
      return program.failed();
    }
  }

  @Test
  void theRegistryAndTheSerializersAreThoseThatConfluentsClientExpects() throws Exception {
    assertThat(Python.run(node, "registry.py")).isEqualTo("all hold");
  }
}
