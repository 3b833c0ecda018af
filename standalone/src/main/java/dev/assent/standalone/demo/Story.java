package dev.assent.standalone.demo;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What happens, line by line: when, who, what. While a person is asked, the question stays the
/// last thing they see: what happens meanwhile is counted beside it, and told when they have
/// answered.
public final class Story {
  private final PrintWriter out;
  private final long begin = System.nanoTime();
  private final List<String> heldBack = new ArrayList<>();
  private String question = "";

  public Story(PrintWriter out) {
    this.out = out;
  }

  synchronized void tell(String who, String what) {
    String line = String.format(Locale.ROOT, "%6.1f s  %-12s %s", seconds(), who, what);
    if (question.isEmpty()) {
      out.println(line);
    } else {
      heldBack.add(line);
      out.print("\r" + question + "(meanwhile: " + heldBack.size() + ") ");
    }
    out.flush();
  }

  /// Puts a question on the last line, until it is [#answered].
  ///
  /// @param text ends with a space
  synchronized void ask(String text) {
    question = text;
    out.print(text);
    out.flush();
  }

  /// Goes on, first with what happened meanwhile.
  synchronized void answered() {
    question = "";
    heldBack.forEach(out::println);
    heldBack.clear();
    out.flush();
  }

  double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  /// A stream whose lines become lines of the story.
  PrintStream teller(String who) {
    return new PrintStream(new Lines(who), true, StandardCharsets.UTF_8);
  }

  private final class Lines extends OutputStream {
    private final String who;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(String who) {
      this.who = who;
    }

    @Override
    public synchronized void write(int character) {
      if (character == '\n') {
        tell(who, line.toString(StandardCharsets.UTF_8).stripTrailing());
        line.reset();
      } else {
        line.write(character);
      }
    }
  }
}
