package dev.assent.standalone.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.util.FileSize;
import dev.assent.platform.log.LineEncoder;
import dev.assent.platform.log.SparseKafka;
import dev.assent.wire.connection.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a node's log goes: to a file in its data folder, which is kept small; what is wrong also
/// to standard error, where it is ours to say.
public final class NodeLog {
  private static final long FILE_BYTES_MAX = 10L * 1024 * 1024;
  private static final int OLD_FILES_MAX = 3;
  private static final String OWN = "dev.assent";

  private NodeLog() {}

  /// @param echo whether errors also go to standard error
  public static void start(Path file, boolean echo) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(started(file(context, file), context));
    if (echo) {
      root.addAppender(started(standardError(), context));
    }
    context.addTurboFilter(new SparseKafka());
    root.setLevel(Level.WARN);
    context.getLogger(OWN).setLevel(Level.INFO);
  }

  private static OutputStreamAppender<ILoggingEvent> file(LoggerContext context, Path file) {
    RollingFileAppender<ILoggingEvent> appender = new PrivateFile();
    appender.setFile(file.toString());
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setFileNamePattern(file + ".%i");
    names.setMaxIndex(OLD_FILES_MAX);
    names.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(FILE_BYTES_MAX));
    size.start();
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(size);
    return appender;
  }

  /// Every file it opens is its owner's alone.
  private static final class PrivateFile extends RollingFileAppender<ILoggingEvent> {
    @Override
    public void openFile(String name) throws IOException {
      PrivateFiles.createFile(Path.of(name));
      super.openFile(name);
    }
  }

  private static OutputStreamAppender<ILoggingEvent> standardError() {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget("System.err");
    appender.addFilter(started(new OwnErrors()));
    return appender;
  }

  /// What is wrong, in our own words: a library's lines would stand between messages to people.
  private static final class OwnErrors extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return event.getLevel().isGreaterOrEqual(Level.ERROR) && event.getLoggerName().startsWith(OWN)
          ? FilterReply.NEUTRAL
          : FilterReply.DENY;
    }
  }

  private static Filter<ILoggingEvent> started(Filter<ILoggingEvent> filter) {
    filter.start();
    return filter;
  }

  private static OutputStreamAppender<ILoggingEvent> started(
      OutputStreamAppender<ILoggingEvent> appender, LoggerContext context) {
    LineEncoder encoder = new LineEncoder();
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
