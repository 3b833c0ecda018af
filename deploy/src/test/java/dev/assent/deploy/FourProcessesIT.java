package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.cli.session.NodeFiles;
import dev.assent.registry.RegistryServer;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.standalone.demo.Demo;
import dev.assent.standalone.demo.Gate;
import dev.assent.standalone.demo.Story;
import dev.assent.wire.connection.KafkaLogin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The four services as four processes of their own, with nothing in common but a broker and a
/// registry: the scenario goes from submission to COMPLETED through all of them.
class FourProcessesIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void theScenarioIsCompletedThroughFourProcesses() throws Exception {
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerOptions.onFreePort(folder.resolve("kafka"), KafkaLogin.fresh()));
        RegistryServer registry = RegistryServer.bind(0)) {
      registry.serve(broker.client());
      Path client = folder.resolve("kafka.properties");
      KafkaLogin.write(client, broker.clientProperties());
      Map<String, String> surroundings =
          Map.of(
              "ASSENT_KAFKA_BOOTSTRAP_SERVERS",
              broker.bootstrapServers(),
              "ASSENT_KAFKA_CONFIG",
              client.toString(),
              "ASSENT_REGISTRY_URL",
              registry.url().toString(),
              "ASSENT_DOORS_KEY",
              "a key that all of this test's services have",
              "ASSENT_STEP_TOKENS_SECRET",
              "a secret that only this test's processor has",
              "ASSENT_GATEWAY_POLICIES_OPEN",
              "true");
      NodeFiles files = new NodeFiles(folder.resolve("node"));
      files.write(FirstKeysByHand.make(surroundings));

      try (ServiceProcess processor =
              ServiceProcess.start("lifecycle-processor", folder, surroundings);
          ServiceProcess gateway = ServiceProcess.start("gateway", folder, surroundings);
          ServiceProcess approvals =
              ServiceProcess.start("approval-service", folder, surroundings);
          ServiceProcess notifier = ServiceProcess.start("notifier", folder, surroundings)) {
        List<ServiceProcess> services = List.of(processor, gateway, approvals, notifier);
        services.forEach(ServiceProcess::awaitReady);
        files.write(
            NodeFiles.Node.of(
                ProcessHandle.current().pid(),
                gateway.url(),
                approvals.url(),
                registry.url().toString(),
                broker.bootstrapServers(),
                Instant.now()));

        StringWriter told = new StringWriter();
        Demo.Outcome outcome = demo(files, told);

        assertThat(outcome.status()).as(told.toString()).isEqualTo("COMPLETED");
        assertThat(outcome.decidedBy()).isEqualTo("approver");
        assertThat(outcome.reminders()).isPositive();
        Awaitility.await().atMost(WITHIN).until(() -> notifier.printed().contains("[approved]"));
        for (ServiceProcess service : services) {
          assertThat(service.get("/prometheus").body()).contains("jvm_memory_used_bytes");
          assertThat(service.status("/health")).isEqualTo(200);
        }
      }
    }
  }

  private static Demo.Outcome demo(NodeFiles files, StringWriter told) throws Exception {
    Gate gate = _ -> new Gate.Answer(true, "as it should be", true);
    return new Demo(files, gate, new Story(new PrintWriter(told, true))).run(WITHIN);
  }
}
