package dev.assent.platform.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as settings write them: `500ms`, `30s`, `5m`, `1h`, `2d`, or ISO-8601 as `PT30S`. The
/// services' framework reads each of them the same.
final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

  private Durations() {}

  static Optional<Duration> read(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      return Optional.of(of(Long.parseLong(matcher.group(1)), matcher.group(2)));
    }
    try {
      return text.startsWith("P") ? Optional.of(Duration.parse(text)) : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
