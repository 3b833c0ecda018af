package dev.assent.lifecycle.stream;

import java.time.Duration;

/// What an operator may set for the processor. Everything else about Kafka Streams is fixed in
/// [StreamsSettings], because it was measured together.
///
/// | setting | default |
/// |---|---|
/// | `assent.lifecycle.threads` | 1 |
/// | `assent.lifecycle.takeover` | 1 s |
/// | `assent.lifecycle.standbys` | 0 |
/// | `assent.step-tokens.secret` | none: agents' reports through Kafka are refused ([StepTokens]) |
///
/// @param threads stream threads in this process
/// @param takeover how long a dead instance's work may lie still: its session and its open
///   transaction both end after this time (DESIGN section 7, takeover)
/// @param standbys warm copies of each partition's state on other instances
public record LifecycleConfig(int threads, Duration takeover, int standbys) {
  public static final LifecycleConfig DEFAULT = new LifecycleConfig(1, Duration.ofSeconds(1), 0);

  public LifecycleConfig {
    if (threads < 1 || threads > 64 || standbys < 0 || standbys > 3) {
      throw new IllegalArgumentException(
          "expected 1 to 64 threads and 0 to 3 standbys, but got " + threads + " and " + standbys);
    }
    if (takeover.toMillis() < 500) {
      throw new IllegalArgumentException(
          "expected a takeover of at least 500 ms, but got " + takeover);
    }
  }
}
