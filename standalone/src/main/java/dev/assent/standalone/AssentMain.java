package dev.assent.standalone;

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

  private static final String[] MORE = {
    "", "Also, built when first asked for: bench (measures) and torture (tries to break a node)."
  };

  private AssentMain() {}

  public static void main(String[] args) {
    System.exit(AssentCommand.execute(program(Terminal.system()), args));
  }

  /// Every command that needs no more than a node.
  public static CommandLine commandLine(Terminal terminal) {
    CommandLine line = AssentCommand.commandLine(terminal);
    Session session = AssentCommand.of(line).session();
    for (CommandLine command :
        List.of(
            new CommandLine(new UpCommand(session)),
            new CommandLine(new DownCommand(session)),
            new CommandLine(new DemoCommand(session)))) {
      add(line, command);
    }
    return line;
  }

  /// The same, with a word on those that are elsewhere.
  static CommandLine program(Terminal terminal) {
    CommandLine line = commandLine(terminal);
    line.getCommandSpec().usageMessage().footer(MORE);
    return line;
  }

  /// Adds a command that is written, coloured and fails as the others do.
  public static void add(CommandLine line, CommandLine command) {
    line.addSubcommand(
        command
            .setOut(line.getOut())
            .setErr(line.getErr())
            .setColorScheme(line.getColorScheme())
            .setCaseInsensitiveEnumValuesAllowed(line.isCaseInsensitiveEnumValuesAllowed())
            .setParameterExceptionHandler(line.getParameterExceptionHandler())
            .setExecutionExceptionHandler(line.getExecutionExceptionHandler()));
  }
}
