package dev.assent.lifecycle.stream;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// What an operator may set for the processor. Everything else about Kafka Streams is fixed in
/// [StreamsSettings], because it was measured together.
///
/// @param threads stream threads in this process
/// @param tickEvery how often due timers are looked for (DESIGN section 7 aims at 10/25 ms
///   lateness)
/// @param takeover how long a dead instance's work may lie still: its session and its open
///   transaction both end after this time (DESIGN section 7, takeover)
/// @param standbys warm copies of each partition's state on other instances
@ConfigurationProperties("assent.lifecycle")
public record LifecycleConfig(
    @Bindable(defaultValue = "1") int threads,
    @Bindable(defaultValue = "5ms") Duration tickEvery,
    @Bindable(defaultValue = "1s") Duration takeover,
    @Bindable(defaultValue = "0") int standbys) {

  public LifecycleConfig {
    if (threads < 1 || threads > 64 || standbys < 0 || standbys > 3) {
      throw new IllegalArgumentException(
          "expected 1 to 64 threads and 0 to 3 standbys, but got " + threads + " and " + standbys);
    }
    if (tickEvery.toMillis() < 1 || takeover.toMillis() < 500) {
      throw new IllegalArgumentException(
          "expected a tick of at least 1 ms and a takeover of at least 500 ms, but got "
              + tickEvery
              + " and "
              + takeover);
    }
  }
}
