package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assent.wire.connection.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
  private static final Map<String, String> SET = Map.of("assent.topics.prefix", "test.");

  private final Connection connection =
      Connection.read(
          name -> Optional.ofNullable(SET.get(name)), Map.of("security.protocol", "SASL_SSL"));

  @Test
  void theSettings_areThoseThatWereMeasured_andStreamsTakesThem() {
    Properties settings = StreamsSettings.of(connection, LifecycleConfig.DEFAULT);
    StreamsConfig taken = new StreamsConfig(settings);

    assertThat(taken.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(taken.getString("group.protocol")).isEqualTo("streams");
    assertThat(taken.getLong("commit.interval.ms")).isEqualTo(10);
    assertThat(taken.getLong("poll.ms")).isEqualTo(2);
    assertThat(taken.getString("application.id")).isEqualTo("test.assent-lifecycle");
    Map<String, Object> producer = taken.getProducerConfigs("client");
    assertThat(producer)
        .containsEntry("linger.ms", 5)
        .containsEntry("retry.backoff.ms", 1)
        .containsEntry("transaction.timeout.ms", 1000)
        .containsEntry("enable.idempotence", true)
        .containsEntry("security.protocol", "SASL_SSL");
    assertThat(taken.getMainConsumerConfigs("group", "client", 0))
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("interceptor.classes", DrainedCommit.Polled.class.getName());
  }

  @Test
  void sessionAndTransaction_endTogether() {
    LifecycleConfig config = new LifecycleConfig(2, Duration.ofSeconds(3), 1);

    assertThat(StreamsSettings.group(config).session()).isEqualTo(Duration.ofSeconds(3));
    assertThat(StreamsSettings.group(config).heartbeat()).isEqualTo(Duration.ofMillis(600));
    assertThat(StreamsSettings.of(connection, config))
        .containsEntry("producer.transaction.timeout.ms", 3000);
  }

  @Test
  void settingsThatCannotWork_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LifecycleConfig(0, Duration.ofSeconds(1), 0))
        .withMessageContaining("1 to 64 threads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LifecycleConfig(1, Duration.ZERO, 0))
        .withMessageContaining("at least 500 ms");
  }
}
