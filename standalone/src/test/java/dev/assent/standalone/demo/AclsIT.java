package dev.assent.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.approval.ApprovalApplication;
import dev.assent.cli.operate.FirstKeys;
import dev.assent.cli.session.NodeFiles;
import dev.assent.gateway.GatewayApplication;
import dev.assent.lifecycle.LifecycleApplication;
import dev.assent.notifier.NotifierApplication;
import dev.assent.registry.RegistryServer;
import dev.assent.standalone.CommandRun;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.wire.connection.Connection;
import dev.assent.wire.connection.KafkaLogin;
import dev.assent.wire.registry.TopicSetup;
import dev.assent.wire.setup.Acls.Program;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each service with a login of its own, and on the broker nothing but the rights of docs/kafka.md.
class AclsIT {
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final String DOORS_KEY = "a key that all of this test's services have";

  @TempDir Path folder;

  private final Map<Program, KafkaLogin> logins = new EnumMap<>(Program.class);
  private final List<EmbeddedServer> services = new ArrayList<>();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  @Test
  void theScenarioIsCompletedByServicesThatHaveTheirRightsAndNoMore() throws Exception {
    KafkaLogin root = KafkaLogin.fresh();
    for (Program program : Program.values()) {
      String name = program.word().replace("-", "");
      logins.put(program, new KafkaLogin(name, KafkaLogin.fresh().password()));
    }
    BrokerOptions options =
        new BrokerOptions(
            folder.resolve("kafka"), 0, false, Optional.of(root), List.copyOf(logins.values()));
    try (EmbeddedBroker broker = EmbeddedBroker.start(options);
        RegistryServer registry = RegistryServer.bind(0)) {
      registry.serve(broker.client());
      applied(broker, registry, root);
      TopicSetup.ensure(connection(broker, registry, login(Program.OPERATOR)));
      NodeFiles files = new NodeFiles(folder.resolve("node"));
      files.write(FirstKeys.make(connection(broker, registry, login(Program.OPERATOR))));
      start(broker, registry, files);

      StringWriter told = new StringWriter();
      Gate gate = _ -> new Gate.Answer(true, "as it should be", true);
      Demo.Outcome outcome =
          new Demo(files, gate, new Story(new PrintWriter(told, true))).run(WITHIN);

      assertThat(outcome.status()).as(told.toString()).isEqualTo("COMPLETED");
      await()
          .atMost(WITHIN)
          .until(() -> console.toString(StandardCharsets.UTF_8).contains("[approved]"));
      aServiceMayNotWriteWhatOnlyDoorsDo(broker);
    } finally {
      services.forEach(EmbeddedServer::stop);
    }
  }

  private void applied(EmbeddedBroker broker, RegistryServer registry, KafkaLogin root)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "--bootstrap-servers=" + broker.bootstrapServers(),
                "--registry-url=" + registry.url(),
                "acls",
                "apply",
                "--kafka-config=" + file("root", root)));
    logins.forEach((program, login) -> line.add(program.word() + "=User:" + login.username()));
    CommandRun run = CommandRun.of(line.toArray(String[]::new));
    assertThat(run.exit()).as(run::toString).isZero();
  }

  private void start(EmbeddedBroker broker, RegistryServer registry, NodeFiles files)
      throws Exception {
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    services.add(
        LifecycleApplication.start(settings(broker, registry, Program.LIFECYCLE_PROCESSOR)));
    EmbeddedServer gateway =
        GatewayApplication.start(settings(broker, registry, Program.GATEWAY), out);
    services.add(gateway);
    EmbeddedServer approvals =
        ApprovalApplication.start(settings(broker, registry, Program.APPROVAL_SERVICE));
    services.add(approvals);
    services.add(NotifierApplication.start(settings(broker, registry, Program.NOTIFIER), out));
    for (EmbeddedServer service : services) {
      URI probe = service.getURI().resolve("/health/readiness");
      await()
          .alias(probe.toString())
          .atMost(WITHIN)
          .until(
              () ->
                  HttpClient.newHttpClient()
                          .send(HttpRequest.newBuilder(probe).build(), BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
    files.write(
        NodeFiles.Node.of(
            ProcessHandle.current().pid(),
            gateway.getURI().toString(),
            approvals.getURI().toString(),
            registry.url().toString(),
            broker.bootstrapServers(),
            Instant.now()));
  }

  private Map<String, Object> settings(
      EmbeddedBroker broker, RegistryServer registry, Program program) throws IOException {
    Map<String, Object> settings = new HashMap<>();
    settings.put("micronaut.server.port", -1);
    settings.put("assent.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("assent.kafka.config", file(program.word(), login(program)).toString());
    settings.put("assent.registry.url", registry.url().toString());
    settings.put("assent.state-dir", folder.resolve(program.word()).toString());
    settings.put("assent.topics.partitions", 2);
    settings.put("assent.doors.key", DOORS_KEY);
    settings.put("assent.gateway.policies.open", true);
    settings.put("assent.step-tokens.secret", "a secret that only this test's processor has");
    return settings;
  }

  private static Connection connection(
      EmbeddedBroker broker, RegistryServer registry, KafkaLogin login) {
    Map<String, String> settings =
        Map.of(
            "assent.kafka.bootstrap-servers",
            broker.bootstrapServers(),
            "assent.registry.url",
            registry.url().toString(),
            "assent.topics.partitions",
            "2",
            "assent.doors.key",
            DOORS_KEY);
    return Connection.read(
        name -> Optional.ofNullable(settings.get(name)), login.clientProperties());
  }

  private Path file(String name, KafkaLogin login) throws IOException {
    Path file = folder.resolve(name + ".properties");
    KafkaLogin.write(file, login.clientProperties());
    return file;
  }

  private void aServiceMayNotWriteWhatOnlyDoorsDo(EmbeddedBroker broker) {
    Map<String, Object> properties = new HashMap<>(login(Program.SERVICE).clientProperties());
    properties.put("bootstrap.servers", broker.bootstrapServers());
    properties.put("max.block.ms", 20_000);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String topic : List.of("assent.commands", "assent.directory", "assent.events")) {
        Assertions.assertThatThrownBy(
                () -> producer.send(new ProducerRecord<>(topic, new byte[] {1})).get())
            .hasRootCauseInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  private KafkaLogin login(Program program) {
    return Objects.requireNonNull(logins.get(program));
  }
}
