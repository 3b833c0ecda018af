package dev.assent.notifier.channel;

import dev.assent.contract.value.VisibleText;
import dev.assent.notifier.outbox.Outcome;
import dev.assent.notifier.route.Delivery;
import java.io.PrintStream;
import java.time.ZoneId;

/// Prints each message as one line, for whoever watches the terminal.
public final class ConsoleChannel implements Channel {
  public static final String NAME = "console";

  /// A terminal is no place for more.
  private static final int LINE_LENGTH_MAX = 2_000;

  private final PrintStream out;
  private final Wording wording;

  /// @param zone in which times are written
  public ConsoleChannel(PrintStream out, ZoneId zone) {
    this.out = out;
    this.wording = new Wording(zone);
  }

  @Override
  public String name() {
    return NAME;
  }

  /// There is one terminal.
  @Override
  public String target(Delivery delivery) {
    return NAME;
  }

  @Override
  public Outcome send(Delivery delivery) {
    out.println(line(wording.of(delivery.message(), delivery.recipient()).text()));
    return out.checkError()
        ? new Outcome.Retry("expected to print a line, but the stream is broken")
        : new Outcome.Sent();
  }

  /// One line, without what could move a terminal's cursor or forge another line.
  private static String line(String text) {
    String plain = VisibleText.line(text).strip();
    return plain.length() <= LINE_LENGTH_MAX
        ? plain
        : plain.substring(0, LINE_LENGTH_MAX - 1) + "…";
  }
}
