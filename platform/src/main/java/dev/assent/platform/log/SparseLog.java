package dev.assent.platform.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/// Lines of the log that somebody else's input causes, one for each record or request: whoever
/// sends a million of them must not fill a disk. The first of a kind is logged at once, with all
/// there is to say; then, while more come, each minute how many did. Only the log is thinned:
/// counters, dead letters and the audit have every one.
public final class SparseLog {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Logger logger;
  private final Executor later;

  /// How many came since the last line, of each kind that had one in the last minute.
  private final Map<Kind, Long> untold = new HashMap<>();

  private record Kind(Level level, String name) {}

  SparseLog(Logger logger, Executor later) {
    this.logger = logger;
    this.later = later;
  }

  public static SparseLog of(Class<?> from) {
    return new SparseLog(
        LoggerFactory.getLogger(from),
        CompletableFuture.delayedExecutor(EVERY.toMillis(), TimeUnit.MILLISECONDS));
  }

  /// The line to write, or one that is never written.
  ///
  /// @param kind one of a few, never a sender's own text
  public LoggingEventBuilder at(Level level, String kind) {
    return isFirst(new Kind(level, kind))
        ? logger.atLevel(level)
        : NOPLoggingEventBuilder.singleton();
  }

  /// A failure's line: its kind is what was thrown, and where.
  public LoggingEventBuilder at(Level level, Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    String where =
        trace.length == 0 ? "" : " in " + trace[0].getClassName() + "." + trace[0].getMethodName();
    return at(level, failure.getClass().getName() + where);
  }

  private synchronized boolean isFirst(Kind kind) {
    if (untold.merge(kind, 0L, (before, _) -> before + 1) > 0) {
      return false;
    }
    later.execute(() -> tell(kind));
    return true;
  }

  private void tell(Kind kind) {
    long more = told(kind);
    if (more > 0) {
      later.execute(() -> tell(kind));
      logger
          .atLevel(kind.level())
          .addKeyValue("kind", kind.name())
          .addKeyValue("count", more)
          .log("More of the same came and were not logged each");
    }
  }

  private synchronized long told(Kind kind) {
    long more = untold.getOrDefault(kind, 0L);
    if (more > 0) {
      untold.put(kind, 0L);
    } else {
      untold.remove(kind);
    }
    return more;
  }
}
