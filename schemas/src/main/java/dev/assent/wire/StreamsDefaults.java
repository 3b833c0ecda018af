package dev.assent.wire;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/// What every Kafka Streams application of ours has in common: how it takes records that are not as
/// they should be, before our code sees them. A service's settings begin with these.
public final class StreamsDefaults {
  private StreamsDefaults() {}

  public static Map<String, Object> settings() {
    return Map.of(
        StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
        AnyTime.class,
        // Only bytes are read by Kafka Streams, which cannot fail: what they mean is for our code.
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueExceptionHandler.class,
        // What reaches it is no record's fault: those are dead letters by then.
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndFailProcessingExceptionHandler.class);
  }
}
