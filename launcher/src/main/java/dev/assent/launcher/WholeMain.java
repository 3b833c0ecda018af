package dev.assent.launcher;

import dev.assent.bench.BenchCommand;
import dev.assent.bench.torture.TortureCommand;
import dev.assent.cli.AssentCommand;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.session.Session;
import dev.assent.standalone.AssentMain;
import picocli.CommandLine;

/// The `assent` program with what measures and tortures a node, too.
public final class WholeMain {
  private WholeMain() {}

  public static void main(String[] args) {
    System.exit(AssentCommand.execute(commandLine(Terminal.system()), args));
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = AssentMain.commandLine(terminal);
    Session session = AssentCommand.of(line).session();
    OwnPrograms programs = new OwnPrograms();
    AssentMain.add(line, BenchCommand.commandLine(session, programs));
    AssentMain.add(line, new CommandLine(new TortureCommand(session, programs)));
    return line;
  }
}
