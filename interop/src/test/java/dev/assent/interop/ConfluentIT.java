package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Confluent's Python client, which is librdkafka and Confluent's own registry client.
class ConfluentIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    Python.require();
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

  @Test
  void theRegistryAndTheSerializersAreThoseThatConfluentsClientExpects() throws Exception {
    assertThat(Python.run(node, "registry.py")).isEqualTo("all hold");
  }
}
