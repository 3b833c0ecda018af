package dev.assent.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.notifier.stream.Feed;
import dev.assent.testing.http.MetricsPage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotifierMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final NotifierMeters meters = new NotifierMeters(registry);

  private record Channel(String name, OptionalLong lag) implements Feed {
    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public Set<String> reads() {
      return Set.of("assent.events");
    }

    @Override
    public OptionalLong behind(String topic) {
      return lag;
    }

    @Override
    public void close() {}
  }

  @Test
  void thePageSaysWhichMetricsThereAre() throws IOException {
    meters.watch(new Channel("console", OptionalLong.of(3)));

    assertThat(MetricsPage.of(registry.scrape())).isEqualTo(MetricsPage.rowsOf("notifier"));
  }

  @Test
  void howFarAChannelIsBehind_isNoNumberWhileNobodyKnows() {
    meters.watch(new Channel("console", OptionalLong.of(3)));
    meters.watch(new Channel("slack", OptionalLong.empty()));

    assertThat(registry.scrape())
        .contains(
            "assent_lag_records{reader=\"console\",topic=\"assent.events\"} 3.0",
            "assent_lag_records{reader=\"slack\",topic=\"assent.events\"} NaN",
            "assent_notifications_total{channel=\"slack\",status=\"sent\"} 0.0");
  }
}
