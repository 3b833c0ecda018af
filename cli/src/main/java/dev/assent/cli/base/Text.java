package dev.assent.cli.base;

import dev.assent.contract.value.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/// How values are shown to people.
public final class Text {
  private Text() {}

  /// Text that somebody else wrote, made harmless for a terminal, see [VisibleText].
  static String safe(String text) {
    return VisibleText.of(text);
  }

  /// The same, on one line.
  public static String line(String text) {
    return VisibleText.line(text);
  }

  /// An ISO 8601 time to the second, in UTC; other text as it came.
  public static String time(String iso) {
    try {
      return Instant.parse(iso).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException e) {
      return line(iso);
    }
  }

  /// How long ago or how far ahead an ISO 8601 time is: `3m ago`, `in 2h 5m`; empty for no time.
  public static String distance(String iso, Instant now) {
    try {
      Duration ahead = Duration.between(now, Instant.parse(iso));
      return ahead.isNegative() ? duration(ahead.negated()) + " ago" : "in " + duration(ahead);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  /// The two largest units: `2d 3h`, `2h 5m`, `5m 10s`, `10s`.
  public static String duration(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + "d " + duration.toHoursPart() + "h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
        : duration.toSeconds() + "s";
  }
}
