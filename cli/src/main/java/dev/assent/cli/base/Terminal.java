package dev.assent.cli.base;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/// Everything a command has of the world it was started in. Tests bring their own.
///
/// @param environment looks an environment variable up
/// @param interactive whether a person sits at both ends: questions may be asked, colours used
public record Terminal(
    Function<String, Optional<String>> environment,
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    boolean interactive) {

  /// The process's own.
  public static Terminal system() {
    return new Terminal(
        name -> Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()),
        new BufferedReader(
            new InputStreamReader(
                System.in,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT))),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  /// See https://no-color.org.
  public boolean colours() {
    return interactive && environment.apply("NO_COLOR").isEmpty();
  }

  public boolean debug() {
    return environment.apply("ASSENT_DEBUG").filter("1"::equals).isPresent();
  }

  /// Empty at the end of the input.
  public Optional<String> ask(String question) {
    err.print(question);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
