package dev.assent.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Made from the whole command line as it is assembled, commands of other modules included.
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash and zsh.",
      "Use it with:  source <(assent completion)"
    })
final class CompletionCommand implements Runnable {
  private final CommandLine root;
  private final PrintWriter out;

  CompletionCommand(CommandLine root, PrintWriter out) {
    this.root = root;
    this.out = out;
  }

  @Override
  public void run() {
    out.print(AutoComplete.bash("assent", root));
    out.flush();
  }
}
