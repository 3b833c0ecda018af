package dev.assent.cli.base;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A point in time as an option holds it: `2026-11-24T03:00:00Z` (or with an offset), a day
/// (`2026-11-24`, from midnight UTC), or how long ago (`90s`, `15m`, `2h`, `7d`).
public final class Times {
  public static final String FORMS =
      "2026-11-24T03:00:00Z, 2026-11-24, or how long ago: 15m, 2h, 7d";

  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private Times() {}

  public static Instant parse(String option, String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    try {
      if (ago.matches()) {
        return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
      }
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new Failure(
          ExitCode.USAGE, option + ": expected a time (" + FORMS + "), but got '" + text + "'.", e);
    }
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
