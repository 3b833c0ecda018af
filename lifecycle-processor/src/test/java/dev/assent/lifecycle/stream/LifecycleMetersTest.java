package dev.assent.lifecycle.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
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
  void everyMeterSaysWhatItIs() {
    assertThat(registry.getMeters())
        .filteredOn(meter -> !(meter instanceof Gauge)) // this registry's own, for histograms
        .allMatch(meter -> meter.getId().getDescription() != null);
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
