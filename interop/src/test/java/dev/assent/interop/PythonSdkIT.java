package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/// AXME's Python SDK as it is on the package index.
@EnabledIf("dev.assent.interop.Python#isThere")
@ExtendWith(WhatTheNodeSaid.class)
class PythonSdkIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    Python.install();
    node = RunningNode.get();
  }

  @Test
  void aChangeGoesThroughAnAgentAndAPerson_andTheNodeIsKilledInBetween() throws Exception {
    String key = UUID.randomUUID().toString();
    String intent = Python.run(node, "submit.py", key);
    try (Program waiting = Python.start(node, "wait.py", intent)) {
      node.killAndRestart();
      waiting.over(); // the SDK does not reconnect

      assertThat(Python.run(node, "submit.py", key)).isEqualTo(intent);
      try (Program agent = Python.start(node, "agent.py")) {
        agent.awaitLine("validated " + intent);
      }
      try (Program again = Python.start(node, "wait.py", intent)) {
        node.approve(intent);
        assertThat(again.ended()).isEqualTo("COMPLETED");
      }
    }
    assertThat(Python.run(node, "observe.py", intent).lines())
        .contains("1 intent.created CREATED")
        .anyMatch(line -> line.endsWith("intent.human_task_assigned WAITING"))
        .last()
        .asString()
        .endsWith("intent.completed COMPLETED");
  }

  @Test
  void refusalsAreTheSdksOwnErrors_andAKeyIsOneIntent() throws Exception {
    assertThat(Python.run(node, "errors.py")).isEqualTo("all hold");
  }
}
