package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/// AXME's Go SDK as the module proxy has it.
@EnabledIf("dev.assent.interop.Go#isThere")
@ExtendWith(WhatTheNodeSaid.class)
class GoSdkIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    Go.build();
    node = RunningNode.get();
  }

  @Test
  void aChangeGoesThroughAnAgentAndAPerson_andTheNodeIsKilledInBetween() throws Exception {
    String key = UUID.randomUUID().toString();
    String intent;
    try (Program service = Go.start(node, "service", key);
        Program agent = Go.start(node, "agent")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> service.printed().lines().count() > 1);
      intent = service.printed().lines().findFirst().orElseThrow();
      agent.awaitLine("validated " + intent);

      node.killAndRestart();
      service.over(); // the SDK does not reconnect
      agent.over();
    }
    try (Program again = Go.start(node, "service", key)) {
      node.approve(intent);

      assertThat(again.ended().lines())
          .startsWith(intent, "1 intent.created CREATED")
          .last()
          .asString()
          .endsWith("intent.completed COMPLETED");
    }
  }
}
