package dev.assent.platform.streams;

import dev.assent.platform.kafka.Uptime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.StreamsRebalanceData;
import org.apache.kafka.clients.consumer.internals.TimedConsumer;
import org.apache.kafka.streams.internals.ConsumerWrapper;

/// Kafka Streams' main consumer, on [Uptime] instead of the wall clock: whatever that is set to, a
/// poll under way ends in its time and heartbeats go on (ADR 0036). Kafka Streams makes the one by
/// the wall clock itself; it is closed before it has done anything.
public class SteadyConsumer extends ConsumerWrapper {
  private static final CloseOptions SOON = CloseOptions.timeout(Duration.ofSeconds(1));

  @Override
  public void wrapConsumer(
      AsyncKafkaConsumer<byte[], byte[]> byTheWallClock,
      Map<String, Object> config,
      Optional<StreamsRebalanceData> streams) {
    byTheWallClock.close(SOON);
    super.wrapConsumer(TimedConsumer.make(config, Uptime.SHARED, streams), config, streams);
  }
}
