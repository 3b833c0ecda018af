package dev.assent.bench.cluster;

import dev.assent.bench.http.LeanHttp;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A process that is started, killed and started again. It goes with this one.
public final class Child implements Closeable {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final URI ready;
  private @Nullable Process process;

  /// @param log what it prints, one start after the other
  /// @param ready answers 200 once it is ready
  Child(String name, List<String> command, Map<String, String> environment, Path log, URI ready) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.ready = ready;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-" + name));
  }

  public String name() {
    return name;
  }

  public synchronized void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /// @throws IllegalStateException when it has ended, or is not ready in time
  public void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady()) {
      if (!isAlive()) {
        throw new IllegalStateException(
            "expected " + name + " to get ready, but it has ended; see " + log);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "expected "
                + name
                + " to be ready within "
                + READY_WITHIN.toMinutes()
                + " minutes, but it is not; see "
                + log);
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private boolean isReady() {
    try (LeanHttp http = new LeanHttp(ready, "none")) {
      return http.get(ready.getPath()).status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// Of the last start.
  public synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException("expected " + name + " to be started, but it is not");
    }
    return process.pid();
  }

  /// As kill -9 does; returns when it has ended.
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /// Told to end, so that it can write out what it has; killed when it does not for too long.
  public synchronized void end() throws InterruptedException {
    if (process != null) {
      process.destroy();
      if (!process.waitFor(ENDS_WITHIN)) {
        kill();
      }
    }
  }

  @Override
  public void close() {
    kill();
  }
}
