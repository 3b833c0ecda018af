package dev.assent.standalone;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.session.Session;
import dev.assent.standalone.node.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/// Stops the node of a data folder. Where none runs, that is as it should be.
@Command(name = "down", description = "Stop the node of the data folder, and wait for its end.")
final class DownCommand implements Callable<Integer> {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

  private final Session session;

  DownCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    Path data = session.data();
    Optional<ProcessHandle> node = DataFolder.holder(data).flatMap(ProcessHandle::of);
    if (node.isPresent()) {
      stop(node.get());
    }
    PrintWriter out = session.terminal().out();
    if (session.json()) {
      out.printf("{\"stopped\":%b}%n", node.isPresent());
    } else {
      out.println(
          node.isPresent()
              ? "The node on " + data + " has ended."
              : "No node runs on " + data + ".");
    }
    out.flush();
    return ExitCode.DONE.code();
  }

  private static void stop(ProcessHandle node) throws InterruptedException, ExecutionException {
    if (!node.destroy()) {
      throw new Failure(ExitCode.FAILED, "Process " + node.pid() + " is not this user's to stop.");
    }
    try {
      node.onExit().get(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new Failure(
          ExitCode.FAILED,
          "Process " + node.pid() + " has not ended within " + ENDS_WITHIN.toSeconds() + " s.",
          e);
    }
  }
}
