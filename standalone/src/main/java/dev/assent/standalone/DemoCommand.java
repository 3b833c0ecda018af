package dev.assent.standalone;

import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.session.Session;
import dev.assent.standalone.demo.DemoRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The whole of it on one screen.
@Command(
    name = "demo",
    description = {
      "Take a change request through an agent, a reminder and a person to COMPLETED, on a node of"
          + " its own that leaves nothing behind.",
      "On a terminal you decide at the gate; otherwise, or with --json, the demo approves through"
          + " the approval-service. Ends with 0 only when the request is COMPLETED: a rejection"
          + " ends it FAILED, and the demo with 1."
    })
final class DemoCommand implements Callable<Integer> {
  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Terminal terminal = session.terminal();
    DemoRun run = new DemoRun(terminal, session.json());
    try {
      return (run.run() ? ExitCode.DONE : ExitCode.FAILED).code();
    } catch (IllegalStateException e) {
      throw new Failure(ExitCode.FAILED, "The demo broke off: " + e.getMessage(), e);
    }
  }
}
