package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.client.AssentClient;
import dev.assent.client.Intent;
import dev.assent.client.NewIntent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Java on both sides: Apache's own Kafka client as the agent, our client as the service.
@ExtendWith(WhatTheNodeSaid.class)
class JavaIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    node = RunningNode.get();
  }

  private static Program plainAgent() throws Exception {
    return Program.start(
        Path.of("."),
        node.environment(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PlainKafkaAgent.class.getName()));
  }

  @Test
  void anAgentThatIsPlainKafkaAndAServiceThatWaits_outliveAKill() throws Exception {
    AtomicInteger events = new AtomicInteger();
    try (AssentClient client =
        AssentClient.connect(node.place().gatewayUrl(), node.keys().initiatorKey())) {
      String intent =
          client.send(
              NewIntent.of(
                  "intent.infra.change_approval.v1",
                  "infra-validator",
                  Map.of("target", "prod-postgres-main")));
      CompletableFuture<Void> observing =
          CompletableFuture.runAsync(
              () -> client.observe(intent, 0, _ -> events.incrementAndGet()),
              Thread::startVirtualThread);
      CompletableFuture<Intent> waiting =
          CompletableFuture.supplyAsync(() -> client.waitFor(intent), Thread::startVirtualThread);
      await().until(() -> events.get() > 0);

      try (Program agent = plainAgent()) {
        node.killAndRestart();
        agent.awaitLine("validated " + intent);
        assertThat(agent.alive()).isTrue();
      }
      node.approve(intent);

      assertThat(waiting).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(waiting.join().completed()).isTrue();
      assertThat(observing).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(events).hasValue(client.events(intent).size());
    }
  }
}
