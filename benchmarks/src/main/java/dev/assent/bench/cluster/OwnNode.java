package dev.assent.bench.cluster;

import dev.assent.cli.session.NodeFiles;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A whole node (`assent up`) on a folder of its own, in a process to be killed and started again:
/// on free ports at first, then on the same ones, so that its clients need not be told.
public final class OwnNode implements Closeable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Programs programs;
  private final Path data;
  private final List<String> options;
  private @Nullable Process process;
  private NodeFiles.@Nullable Node place;

  /// @param options further ones of `up`
  public OwnNode(Programs programs, Path data, List<String> options) {
    this.programs = programs;
    this.data = data;
    this.options = List.copyOf(options);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-node"));
  }

  public synchronized void start() throws IOException {
    List<String> line = new ArrayList<>(programs.assent());
    line.addAll(List.of("--data", data.toString(), "up"));
    NodeFiles.Node before = place;
    line.add("--gateway-port=" + port(before == null ? null : before.gatewayUrl()));
    line.add("--approvals-port=" + port(before == null ? null : before.approvalsUrl()));
    line.addAll(List.of("--registry-port=0", "--kafka-port=0"));
    line.addAll(options);
    process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("console.log").toFile()))
            .start();
  }

  private static int port(@Nullable String url) {
    return url == null ? 0 : URI.create(url).getPort();
  }

  /// Where it is, once it is ready.
  public NodeFiles.Node awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<NodeFiles.Node> node =
          new NodeFiles(data).node().filter(found -> found.pid() == pid());
      if (node.isPresent()) {
        place = node.get();
        return node.get();
      }
      if (!ProcessHandle.of(pid()).map(ProcessHandle::isAlive).orElse(false)) {
        throw new IllegalStateException("expected the node to get ready, but it has ended");
      }
      Thread.sleep(LOOK_EVERY);
    }
    throw new IllegalStateException(
        "expected the node to be ready within "
            + READY_WITHIN.toMinutes()
            + " minutes, but it is not");
  }

  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException("expected a node that was started, but there is none");
    }
    return process.pid();
  }

  public NodeFiles.Keys keys() throws IOException {
    return new NodeFiles(data)
        .keys()
        .orElseThrow(() -> new IllegalStateException("expected the node's keys in " + data));
  }

  /// As kill -9 does; returns when it has ended.
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
