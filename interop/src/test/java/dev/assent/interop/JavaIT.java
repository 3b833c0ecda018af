package dev.assent.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.client.AssentClient;
import dev.assent.client.Intent;
import dev.assent.client.NewIntent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Java on both sides: Apache's own Kafka client as an agent, and our client as service and agent.
@ExtendWith(WhatTheNodeSaid.class)
class JavaIT {
  private static RunningNode node;

  @BeforeAll
  static void start() throws Exception {
    node = RunningNode.get();
  }

  /// As docs/clients.md runs them: each a process of its own, without a logger.
  private static Program start(
      Map<String, String> environment, Class<?> program, String... arguments) throws IOException {
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(library -> !library.contains("logback"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", libraries, program.getName()));
    command.addAll(List.of(arguments));
    return Program.start(Path.of("src", "test", "java"), environment, command);
  }

  /// It is told of Kafka and the registry alone, so its reports went no other way.
  private static Program plainAgent() throws IOException {
    Map<String, String> environment = node.environment();
    environment
        .keySet()
        .retainAll(
            Set.of("ASSENT_BOOTSTRAP_SERVERS", "ASSENT_KAFKA_CONFIG", "ASSENT_REGISTRY_URL"));
    return start(environment, PlainKafkaAgent.class);
  }

  private static NewIntent change() {
    return NewIntent.of(
        "intent.infra.change_approval.v1",
        "infra-validator",
        Map.of("target", "prod-postgres-main"));
  }

  @Test
  void anAgentThatIsPlainKafkaAndAServiceThatWaits_outliveAKill() throws Exception {
    AtomicInteger events = new AtomicInteger();
    try (AssentClient client =
        AssentClient.connect(node.place().gatewayUrl(), node.keys().initiatorKey())) {
      String intent = client.send(change()).id();
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
        node.killAndRestart();
        String next = client.send(change()).id();
        agent.awaitLine("validated " + next);
        node.approve(next);
        assertThat(agent.alive()).isTrue();
        awaitCommitted();
      }
      node.approve(intent);

      assertThat(waiting).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(waiting.join().completed()).isTrue();
      assertThat(observing).succeedsWithin(60, TimeUnit.SECONDS);
      assertThat(events).hasValue(client.events(intent).size());
    }
  }

  /// The agent is through with its topic: it would not do its steps again when it is started again.
  private static void awaitCommitted() throws Exception {
    try (Admin kafka = Admin.create(node.kafka())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                Map<TopicPartition, Long> committed = new HashMap<>();
                kafka
                    .listConsumerGroupOffsets("infra-validator-java")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, at) -> committed.put(partition, at.offset()));
                Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
                committed.keySet().forEach(one -> wanted.put(one, OffsetSpec.latest()));
                Map<TopicPartition, Long> ends = new HashMap<>();
                kafka
                    .listOffsets(wanted)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
                assertThat(committed).isNotEmpty().isEqualTo(ends);
              });
    }
  }

  @Test
  void ourClientsServiceAndAgent_outliveAKillBetweenEachTwoSteps() throws Exception {
    String key = UUID.randomUUID().toString();
    String intent;
    try (Program service = start(node.environment(), ClientService.class, key)) {
      intent = service.awaitLine(Pattern.compile("[0-9a-f-]{36}"));
      node.killAndRestart();
      try (Program agent = start(node.environment(), ClientAgent.class)) {
        agent.awaitLine("validated " + intent);
        node.killAndRestart();
        node.approve(intent);
        assertThat(agent.alive()).isTrue();
      }
      // On standard error it tells between them when the gateway was away.
      assertThat(service.ended().lines().toList())
          .startsWith(intent)
          .endsWith("COMPLETED")
          .filteredOn(line -> line.contains(" intent."))
          .doesNotHaveDuplicates()
          .startsWith("1 intent.created CREATED")
          .last()
          .asString()
          .endsWith(" intent.completed COMPLETED");
    }
    try (Program again = start(node.environment(), ClientService.class, key)) {
      assertThat(again.ended().lines().toList()).startsWith(intent).endsWith("COMPLETED");
    }
  }
}
