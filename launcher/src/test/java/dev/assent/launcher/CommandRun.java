package dev.assent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.cli.base.ExitCode;
import dev.assent.cli.base.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;

/// A command of `assent` that was run to its end in this process, and what it printed. It sees
/// nothing of a node that the environment names.
record CommandRun(int exit, String out, String err) {
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            name ->
                Optional.ofNullable(System.getenv(name)).filter(_ -> !name.startsWith("ASSENT_")),
            new BufferedReader(new StringReader("")),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false);
    int exit = WholeMain.commandLine(terminal).execute(arguments);
    return new CommandRun(exit, out.toString(), err.toString());
  }

  /// What a run with `--json` that went well printed.
  JsonNode document() throws JsonProcessingException {
    assertThat(exit).as(this::toString).isEqualTo(ExitCode.DONE.code());
    return new ObjectMapper().readTree(out);
  }
}
