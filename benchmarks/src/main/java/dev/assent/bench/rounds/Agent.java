package dev.assent.bench.rounds;

import java.io.Closeable;

/// The agent of a run: takes the deliveries of all rounds and reports on each at once.
interface Agent extends Closeable {
  /// What it says of every step.
  String REPORT = "{\"action\":\"complete\",\"valid\":true,\"summary\":\"valid; can be undone\"}";

  /// When a step was seen and when its report was answered (`System.nanoTime`).
  record Reported(long deliveredAt, long answeredAt) {}

  /// Waits until the intent's step is reported.
  Reported await(String intent);

  @Override
  void close();
}
