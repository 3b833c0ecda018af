package dev.assent.standalone.demo;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// What happens, line by line: when, who, what.
public final class Story {
  private final PrintWriter out;
  private final long begin = System.nanoTime();

  public Story(PrintWriter out) {
    this.out = out;
  }

  synchronized void tell(String who, String what) {
    out.printf("%6.1f s  %-12s %s%n", seconds(), who, what);
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
