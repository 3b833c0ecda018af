package dev.assent.cli;

import dev.assent.cli.agent.AgentCommand;
import dev.assent.cli.audit.AuditCommand;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Failure;
import dev.assent.cli.base.Terminal;
import dev.assent.cli.base.Text;
import dev.assent.cli.doctor.DoctorCommand;
import dev.assent.cli.intents.IntentsCommand;
import dev.assent.cli.intents.ScenariosCommand;
import dev.assent.cli.operate.AclsCommand;
import dev.assent.cli.operate.DeadLettersCommand;
import dev.assent.cli.operate.DoorsCommand;
import dev.assent.cli.operate.EnvCommand;
import dev.assent.cli.operate.KeysCommand;
import dev.assent.cli.operate.RegistryCommand;
import dev.assent.cli.operate.WorkspaceCommand;
import dev.assent.cli.session.Refusals;
import dev.assent.cli.session.Session;
import dev.assent.cli.session.Settings;
import dev.assent.cli.tasks.TasksCommand;
import dev.assent.client.AssentException;
import dev.assent.platform.intake.fields.Nearest;
import dev.assent.wire.registry.RegistryException;
import dev.assent.wire.registry.RegistryUnavailableException;
import dev.assent.wire.registry.StrangeRegistryException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/// The root of the command line. Commands that need more than a node's doors (`up`, `down`, `demo`)
/// are added to it where they live.
@Command(
    name = "assent",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = CommandLine.ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    description = "Durable execution with human approval.")
public final class AssentCommand {
  @CommandLine.Mixin private final Settings settings = new Settings();

  private final Session session;

  private AssentCommand(Terminal terminal) {
    this.session = new Session(terminal, settings);
  }

  /// What every command has in common: the data folder, `--json`, the terminal.
  public Session session() {
    return session;
  }

  /// The command line of this process.
  public static CommandLine commandLine() {
    return commandLine(Terminal.system());
  }

  /// The same, on another terminal. Commands that are added take the common options too; they find
  /// the session through [#of].
  public static CommandLine commandLine(Terminal terminal) {
    AssentCommand root = new AssentCommand(terminal);
    CommandLine line = new CommandLine(root);
    line.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
    line.addSubcommand(new EnvCommand(root.session));
    line.addSubcommand(new ScenariosCommand(root.session));
    line.addSubcommand(new IntentsCommand(root.session));
    line.addSubcommand(new TasksCommand(root.session, Clock.systemUTC()));
    line.addSubcommand(new AgentCommand(root.session));
    line.addSubcommand(new AuditCommand(root.session, Clock.systemUTC()));
    line.addSubcommand(new DeadLettersCommand(root.session, Clock.systemUTC()));
    line.addSubcommand(new KeysCommand(root.session));
    line.addSubcommand(new DoorsCommand(root.session));
    line.addSubcommand(new WorkspaceCommand(root.session));
    line.addSubcommand(new AclsCommand(root.session));
    line.addSubcommand(new RegistryCommand(root.session));
    line.addSubcommand(new DoctorCommand(root.session, Clock.systemUTC()));
    line.addSubcommand(new CompletionCommand(line, terminal.out()));
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // @file is ours: the value of one option
        .setParameterExceptionHandler((e, _) -> root.usage(e))
        .setExecutionExceptionHandler((e, _, _) -> root.failed(e));
  }

  /// Runs what the arguments say, unless they cannot be what was typed: without a UTF-8 locale Java
  /// reads every other letter as `�`, and that would be sent.
  ///
  /// @return the exit code
  public static int execute(CommandLine line, String... args) {
    for (String arg : args) {
      if (arg.codePoints().anyMatch(AssentCommand::isLost)) {
        line.getErr()
            .println(
                "assent: expected arguments in UTF-8, but '"
                    + Text.line(arg)
                    + "' has letters that were lost on the way. Set a UTF-8 locale"
                    + " (LC_ALL=C.UTF-8) and run it again.");
        line.getErr().flush();
        return ExitCode.USAGE.code();
      }
    }
    return line.execute(args);
  }

  private static boolean isLost(int codePoint) {
    return codePoint == 0xFFFD || Character.getType(codePoint) == Character.SURROGATE;
  }

  /// The root of a command line that [#commandLine] made.
  public static AssentCommand of(CommandLine line) {
    return (AssentCommand) line.getCommandSpec().root().userObject();
  }

  private int usage(ParameterException e) {
    PrintWriter err = session.terminal().err();
    err.println("assent: " + e.getMessage() + didYouMean(e));
    err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static String didYouMean(ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> words = unmatched.getUnmatched();
    return words.isEmpty()
        ? ""
        : Nearest.to(words.getFirst(), known(e.getCommandLine(), words.getFirst()))
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
  }

  private static Collection<String> known(CommandLine line, String word) {
    return word.startsWith("-")
        ? line.getCommandSpec().optionsMap().keySet()
        : line.getSubcommands().keySet();
  }

  private int failed(Exception e) {
    Terminal terminal = session.terminal();
    Failure failure =
        switch (e) {
          case Failure known -> known;
          case AssentException refused -> Refusals.failure(refused);
          default -> unexpected(e);
        };
    if (session.json()) {
      session.out().json(failure.json());
    }
    terminal.err().println("assent: " + failure.text());
    if (terminal.debug()) {
      e.printStackTrace(terminal.err());
    }
    terminal.out().flush();
    terminal.err().flush();
    return failure.exit().code();
  }

  private static Failure unexpected(Exception e) {
    return switch (e) {
      case StrangeRegistryException _, RegistryException _ -> registry(ExitCode.REFUSED, e);
      case RegistryUnavailableException _ -> registry(ExitCode.UNREACHABLE, e);
      default ->
          new Failure(
              ExitCode.FAILED,
              "Something broke that should not: "
                  + e.getClass().getSimpleName()
                  + (e.getMessage() == null ? "" : ": " + Text.line(e.getMessage()))
                  + ". Run it again with ASSENT_DEBUG=1 to see where, and report it.",
              e);
    };
  }

  private static Failure registry(ExitCode exit, Exception e) {
    return new Failure(exit, Text.line(String.valueOf(e.getMessage())) + ".", e);
  }
}
