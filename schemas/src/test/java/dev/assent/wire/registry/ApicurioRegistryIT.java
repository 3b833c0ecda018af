package dev.assent.wire.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.wire.MemoryRegistry;
import dev.assent.wire.TestBroker;
import dev.assent.wire.connection.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A real registry, as deployments use one: Apicurio Registry in a process of its own, through its
/// Confluent-compatible API. The build unpacks it into `target/apicurio`.
class ApicurioRegistryIT extends RegistryContract {
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Path HOME = Path.of(System.getProperty("apicurio.home", "target/apicurio"));

  private static Process process;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    int[] ports = freePorts();
    port = ports[0];
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-Dquarkus.management.host=127.0.0.1",
                    "-Dquarkus.management.port=" + ports[1],
                    "-jar",
                    "quarkus-run.jar"))
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(HOME.resolve("apicurio.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    URI health = URI.create("http://127.0.0.1:" + ports[1] + "/health/ready");
    Awaitility.await("Apicurio's readiness, see " + HOME.resolve("apicurio.log"))
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(250))
        .failFast("the process ended", () -> !process.isAlive())
        .until(() -> answers(health));
  }

  private static boolean answers(URI health) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static int[] freePorts() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /// It takes ids from nobody but its own exports, and says nothing when it is asked to.
  @Test
  void repair_saysWhatItNeedsInstead_andLeavesNothingBehind() throws Exception {
    try (MemoryRegistry lost = MemoryRegistry.start()) {
      int far = 1_000_000;
      lost.client().setMode("another", "IMPORT");
      Schema another = Schema.createFixed("Another", null, "x", 3);
      lost.client().put(new SchemaRegistryClient.Version("another", 1, far, another.toString()));
      Connection before = LostRegistryTest.at(TestBroker.freshTopics(), "apicurio.", lost.url());
      TopicSetup.ensure(before);
      Connection now = LostRegistryTest.at(before, "", url());
      RegistryState state = new RegistryState(now);
      SchemaRegistryClient there = SchemaRegistryClient.of(now);
      List<String> subjects = there.subjects();

      assertThatThrownBy(state::repair)
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("as Apicurio Registry does")
          .hasMessageContaining("an export of its own");

      assertThat(there.subjects()).containsExactlyInAnyOrderElementsOf(subjects);
      RegistryState.Compared after = state.compare();
      assertThat(after.lost()).isNotEmpty().hasSize(after.count());
    }
  }

  @Override
  protected String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }
}
