package dev.assent.deploy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// One service as `java -jar` starts it, told by environment variables where broker and registry
/// are.
final class ServiceProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path log;
  private final Process process;
  private final int port;

  private ServiceProcess(Path log, Process process, int port) {
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /// @param module whose program it is
  static ServiceProcess start(String module, Path folder, Map<String, String> surroundings)
      throws IOException {
    return start(module, module, folder, surroundings);
  }

  /// @param name of this one among several of the module: its log and its state folder
  static ServiceProcess start(
      String module, String name, Path folder, Map<String, String> surroundings)
      throws IOException {
    int port = freePort();
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-jar",
            Path.of("..", module, "target", module + ".jar").toString());
    builder.environment().putAll(surroundings);
    builder.environment().put("MICRONAUT_SERVER_PORT", String.valueOf(port));
    builder.environment().put("ASSENT_OPEN_METRICS", "true"); // it is asked without a key
    builder.environment().put("ASSENT_STATE_DIR", folder.resolve(name + "-state").toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ServiceProcess(log, process, port);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  void awaitReady() {
    Awaitility.await(log.getFileName() + " is ready")
        .atMost(READY_WITHIN)
        .failFast("it has ended, see " + log, () -> !process.isAlive())
        .until(() -> status("/health/readiness") == 200);
  }

  /// 0 while nobody answers.
  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException _) {
      return 0;
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(10)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// What it has printed so far.
  String printed() throws IOException {
    return Files.readString(log);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// As kill -9 does.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
