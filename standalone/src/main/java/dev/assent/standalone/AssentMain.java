package dev.assent.standalone;

import dev.assent.bench.BenchCommand;
import dev.assent.bench.torture.TortureCommand;
import dev.assent.cli.AssentCommand;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.session.Session;
import java.util.List;
import picocli.CommandLine;

/// The `assent` program: every command of the command line, and those that need a whole node.
public final class AssentMain {
  static {
    // Several services are on the class path, each with a log configuration of its own.
    System.setProperty("logback.configurationFile", "logback-assent.xml");
  }

  private AssentMain() {}

  public static void main(String[] args) {
    System.exit(AssentCommand.execute(commandLine(Terminal.system()), args));
  }

  static CommandLine commandLine(Terminal terminal) {
    CommandLine line = AssentCommand.commandLine(terminal);
    Session session = AssentCommand.of(line).session();
    for (CommandLine command :
        List.of(
            new CommandLine(new UpCommand(session)),
            new CommandLine(new DownCommand(session)),
            new CommandLine(new DemoCommand(session)),
            BenchCommand.commandLine(session, new OwnPrograms()),
            new CommandLine(new TortureCommand(session, new OwnPrograms())))) {
      line.addSubcommand(
          command
              .setOut(line.getOut())
              .setErr(line.getErr())
              .setColorScheme(line.getColorScheme())
              .setCaseInsensitiveEnumValuesAllowed(line.isCaseInsensitiveEnumValuesAllowed())
              .setParameterExceptionHandler(line.getParameterExceptionHandler())
              .setExecutionExceptionHandler(line.getExecutionExceptionHandler()));
    }
    return line;
  }
}
