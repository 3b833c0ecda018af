package dev.assent.bench;

import dev.assent.bench.rounds.RoundsCommand;
import dev.assent.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What measures.
@Command(
    name = "bench",
    description = "Measure: rounds, reminders, restarts, takeovers. Not on a node that is in use.")
public final class BenchCommand {
  private BenchCommand() {}

  /// With its subcommands.
  public static CommandLine commandLine(Session session) {
    return new CommandLine(new BenchCommand()).addSubcommand(new RoundsCommand(session));
  }
}
