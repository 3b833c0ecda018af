package dev.assent.platform.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import java.util.Optional;

/// Each event as a line for people, or as a JSON document a line for programs, as
/// `assent.log.format` says.
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  public static final String TEXT = "text";
  public static final String JSON = "json";

  private static final String PATTERN =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{20} -"
          + " %msg%replace( [%kvp]){' \\[\\]', ''}%n";

  private Encoder<ILoggingEvent> form = new PatternLayoutEncoder();

  @Override
  public void start() {
    form = given().equals(JSON) ? json() : text();
    form.setContext(context);
    form.start();
    super.start();
  }

  /// Read here, not by the framework: the log begins before it.
  private static String given() {
    return Optional.ofNullable(System.getProperty("assent.log.format"))
        .or(() -> Optional.ofNullable(System.getenv("ASSENT_LOG_FORMAT")))
        .orElse(TEXT);
  }

  private Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setPattern(PATTERN);
    return text;
  }

  /// One event has one message, with its values in it.
  private static Encoder<ILoggingEvent> json() {
    JsonEncoder json = new JsonEncoder();
    json.setWithFormattedMessage(true);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithContext(false);
    json.setWithNanoseconds(false);
    json.setWithSequenceNumber(false);
    return json;
  }

  @Override
  public byte[] headerBytes() {
    return form.headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return form.encode(event);
  }

  @Override
  public byte[] footerBytes() {
    return form.footerBytes();
  }
}
