package dev.assent.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void aPercentileIsOneThatWasMeasured() {
    Latencies latencies = new Latencies();
    for (int millis = 2000; millis >= 1; millis--) {
      latencies.add(Duration.ofMillis(millis).toNanos());
    }
    assertThat(latencies.percentile(0.5)).isEqualTo(Duration.ofMillis(1000));
    assertThat(latencies.percentile(0.99)).isEqualTo(Duration.ofMillis(1980));
    assertThat(latencies.max()).isEqualTo(Duration.ofMillis(2000));
  }

  @Test
  void nothingMeasuredHasNoPercentile() {
    assertThatIllegalStateException().isThrownBy(() -> new Latencies().percentile(0.5));
  }
}
