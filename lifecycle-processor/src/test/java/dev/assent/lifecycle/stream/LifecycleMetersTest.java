package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.service.health.LagGauge;
import dev.assent.testing.http.MetricsPage;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LifecycleMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LifecycleMeters meters = new LifecycleMeters(registry);

  @Test
  void everyCounterIsThereFromTheStart() {
    assertThat(registry.get("assent.commands").tag("answer", "accepted").counter().count())
        .isZero();
    assertThat(registry.get("assent.commands").tag("answer", "already_decided").counter().count())
        .isZero();
    assertThat(registry.get("assent.dead.letters").tag("cause", "forged").counter().count())
        .isZero();
    assertThat(registry.get("assent.public.requests").tag("answer", "taken").counter().count())
        .isZero();
  }

  @Test
  void thePageSaysWhichMetricsThereAre() throws IOException {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var _ = new LifecycleMeters(prometheus);
    LagGauge.register(prometheus, "lifecycle-processor", "assent.commands", OptionalLong::empty);

    assertThat(MetricsPage.of(prometheus.scrape()))
        .isEqualTo(MetricsPage.rowsOf("lifecycle-processor"));
  }

  @Test
  void aRefusalIsCountedUnderItsCodeInLowerCaseAsEverythingElse() {
    meters.carriedOut("ALREADY_DECIDED");
    meters.carriedOut("accepted");

    assertThat(registry.get("assent.commands").tag("answer", "already_decided").counter().count())
        .isEqualTo(1);
    assertThat(registry.getMeters())
        .extracting(Meter::getId)
        .flatExtracting(Meter.Id::getTags)
        .extracting(Tag::getValue)
        .filteredOn(value -> value.matches("[A-Za-z_]+"))
        .allMatch(value -> value.equals(value.toLowerCase(Locale.ROOT)));
  }
}
