package dev.assent.wire;

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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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

  @Override
  protected String url() {
    return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
  }
}
