package dev.assent.bench;

import dev.assent.bench.cluster.Programs;
import dev.assent.bench.rounds.RoundsCommand;
import dev.assent.bench.waiting.RestartCommand;
import dev.assent.bench.waiting.TakeoverCommand;
import dev.assent.bench.waiting.TimersCommand;
import dev.assent.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What measures.
@Command(
    name = "bench",
    description = "Measure: rounds, reminders, restarts, takeovers. Not on a node that is in use.")
public final class BenchCommand {
  private BenchCommand() {}

  /// With its subcommands.
  public static CommandLine commandLine(Session session, Programs programs) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new RoundsCommand(session))
        .addSubcommand(new TimersCommand(session))
        .addSubcommand(new RestartCommand(session, programs))
        .addSubcommand(new TakeoverCommand(session, programs));
  }
}
