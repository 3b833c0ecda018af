package dev.assent.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.assent.cli.session.NodeFiles;
import dev.assent.registry.RegistryServer;
import dev.assent.standalone.broker.BrokerOptions;
import dev.assent.standalone.broker.EmbeddedBroker;
import dev.assent.wire.connection.KafkaLogin;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand callers that wait at one gateway of 256 MiB: nobody else notices.
class ManyStreamsIT {
  private static final int STREAMS = 10_000;
  private static final int STREAMS_MIN = 500;

  /// Files that the test's own process and the gateway need for everything else.
  private static final int FILES_ELSE = 1_500;

  private static final Duration WITHIN = Duration.ofMinutes(1);

  @TempDir Path folder;

  /// As many as this machine's limit of open files allows, on either side of the connections.
  private static int possible(TestReporter reporter) {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : 0;
    int possible = Math.toIntExact(Math.clamp(files - FILES_ELSE, 0, STREAMS));
    if (possible < STREAMS) {
      String message =
          "a process may open "
              + files
              + " files here (ulimit -n), so "
              + possible
              + " streams are tried instead of "
              + STREAMS;
      reporter.publishEntry(message);
      assumeTrue(possible >= STREAMS_MIN, message);
    }
    return possible;
  }

  @Test
  void othersAreAnsweredWhileTenThousandWait(TestReporter reporter) throws Exception {
    int streams = possible(reporter);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(
                BrokerOptions.onFreePort(folder.resolve("kafka"), KafkaLogin.fresh()));
        RegistryServer registry = RegistryServer.bind(0)) {
      registry.serve(broker.client());
      Path client = folder.resolve("kafka.properties");
      KafkaLogin.write(client, broker.clientProperties());
      Map<String, String> surroundings = new HashMap<>();
      surroundings.put("ASSENT_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
      surroundings.put("ASSENT_KAFKA_CONFIG", client.toString());
      surroundings.put("ASSENT_REGISTRY_URL", registry.url().toString());
      NodeFiles.Keys keys = FirstKeysByHand.make(surroundings);
      surroundings.put("ASSENT_GATEWAY_STREAMS_MAX", String.valueOf(streams));
      surroundings.put("ASSENT_GATEWAY_CONNECTIONS_MAX", String.valueOf(streams + 100));
      try (ServiceProcess processor =
              ServiceProcess.start("lifecycle-processor", folder, surroundings);
          ServiceProcess gateway = ServiceProcess.start("gateway", folder, surroundings)) {
        processor.awaitReady();
        gateway.awaitReady();
        String intent = submit(gateway, keys);
        try (ManyStreams waiting = wait(gateway, keys, intent, streams)) {
          await().atMost(WITHIN).until(() -> waiting.open() == streams);

          theNextOneIsToldSo(gateway, keys, intent);
          othersWork(gateway, keys);
          reporter.publishEntry(
              "gateway's heap with " + streams + " streams, MiB",
              String.valueOf(
                  (long) metric(gateway, "jvm_memory_used_bytes{area=\"heap\"") / 1_048_576));
          complete(gateway, keys, intent);
          await().atMost(WITHIN).until(() -> waiting.with("event: intent.completed") == streams);
          assertThat(waiting.ended()).isZero();
        }
        await().atMost(WITHIN).until(() -> metric(gateway, "assent_gateway_streams{") == 0);
        othersWork(gateway, keys);
      }
    }
  }

  /// The streams of two keys, half of them each.
  private static ManyStreams wait(
      ServiceProcess gateway, NodeFiles.Keys keys, String intent, int streams) throws Exception {
    return ManyStreams.open(
        URI.create(gateway.url()),
        streams,
        path(intent),
        number -> number % 2 == 0 ? keys.initiatorKey() : keys.approverKey());
  }

  private static String path(String intent) {
    return "/v1/intents/" + intent + "/events/stream?since=3&wait_seconds=60";
  }

  private static void theNextOneIsToldSo(ServiceProcess gateway, NodeFiles.Keys keys, String intent)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + path(intent)))
            .header("x-api-key", keys.agentKey())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"code\":\"too_many_streams\"");
    }
  }

  private static void othersWork(ServiceProcess gateway, NodeFiles.Keys keys) throws Exception {
    for (int i = 0; i < 20; i++) {
      String other = submit(gateway, keys);
      complete(gateway, keys, other);
      assertThat(
              GatewayDoor.of(gateway, keys.initiatorKey())
                  .get("/v1/intents/" + other)
                  .at("/intent/status")
                  .asText())
          .isEqualTo("COMPLETED");
    }
  }

  private static String submit(ServiceProcess gateway, NodeFiles.Keys keys) throws Exception {
    return GatewayDoor.of(gateway, keys.initiatorKey())
        .post("/v1/intents", "{\"intent_type\":\"intent.waited.v1\",\"to_agent\":\"worker\"}")
        .path("intent_id")
        .asText();
  }

  private static void complete(ServiceProcess gateway, NodeFiles.Keys keys, String intent)
      throws Exception {
    GatewayDoor.of(gateway, keys.agentKey())
        .post("/v1/intents/" + intent + "/resume", "{\"action\":\"complete\"}");
  }

  private static double metric(ServiceProcess gateway, String name) throws Exception {
    return gateway
        .get("/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
