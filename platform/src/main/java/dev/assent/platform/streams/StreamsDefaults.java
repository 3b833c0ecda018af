package dev.assent.platform.streams;

import dev.assent.platform.kafka.SteadyTime;
import dev.assent.wire.connection.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/// What every Kafka Streams application of ours has in common: how it takes records that are not as
/// they should be, before our code sees them, and who may look into its local stores. A service's
/// settings begin with these.
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

  /// An instance, not started yet, on a clock that never goes back. Kafka Streams opens its state
  /// folder to the owner's group whenever one is made; it is closed again here.
  public static KafkaStreams make(Topology topology, StreamsConfig config) {
    Properties settings = new Properties();
    settings.putAll(config.originals());
    KafkaStreams streams =
        new KafkaStreams(topology, settings, new SteadyClients(), SteadyTime.SHARED);
    Path stores = Path.of(config.getString(StreamsConfig.STATE_DIR_CONFIG));
    if (Files.isDirectory(stores)) {
      try {
        PrivateFiles.closeFolder(stores);
      } catch (IOException e) {
        streams.close(Duration.ZERO);
        throw new UncheckedIOException("expected to close the folder " + stores + " to others", e);
      }
    }
    return streams;
  }
}
