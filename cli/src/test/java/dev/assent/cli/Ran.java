package dev.assent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.cli.base.Json;
import dev.assent.cli.base.Terminal;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/// What one command line did.
public record Ran(int exit, String out, String err) {
  public static Ran assent(Map<String, String> environment, String... arguments) {
    return run(environment, "", false, arguments);
  }

  /// @param typed what the person at the terminal answers
  public static Ran run(
      Map<String, String> environment, String typed, boolean interactive, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            name -> Optional.ofNullable(environment.get(name)),
            new BufferedReader(new StringReader(typed)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            interactive);
    int exit = AssentCommand.execute(AssentCommand.commandLine(terminal), arguments);
    return new Ran(exit, out.toString(), err.toString());
  }

  public JsonNode json() {
    try {
      return Json.parse(out);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
