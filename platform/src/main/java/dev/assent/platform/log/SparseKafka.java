package dev.assent.platform.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.spi.NOPLoggingEventBuilder;

/// Kafka's clients tell of each attempt to reach a broker that is away, several times a second: the
/// first line of a kind is in the log, then one a minute with how many more there were.
public final class SparseKafka extends TurboFilter {
  private static final String KAFKA = "org.apache.kafka.";
  private static final int KIND_MAX = 60;

  /// Which client it is, and whatever has a number in it.
  private static final Pattern OWN = Pattern.compile("^\\[[^]]*] |\\S*\\d\\S*");

  private final SparseLog log = SparseLog.of(SparseKafka.class);

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    if (format == null
        || !level.isGreaterOrEqual(Level.WARN)
        || !logger.getName().startsWith(KAFKA)
        || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
      return FilterReply.NEUTRAL;
    }
    return log.at(slf4j(level), kind(logger.getName(), format)) instanceof NOPLoggingEventBuilder
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static org.slf4j.event.Level slf4j(Level level) {
    return level == Level.ERROR ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN;
  }

  private static String kind(String logger, String format) {
    String said = OWN.matcher(format).replaceAll("");
    return logger.substring(logger.lastIndexOf('.') + 1)
        + ": "
        + said.substring(0, Math.min(said.length(), KIND_MAX));
  }
}
